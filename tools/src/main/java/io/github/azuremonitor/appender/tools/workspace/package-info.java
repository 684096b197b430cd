/** What a workspace says of the rows in it, by its query API. */
@NullMarked
package io.github.azuremonitor.appender.tools.workspace;

import org.jspecify.annotations.NullMarked;
