/** What the table is asked. */
@NullMarked
package io.github.azuremonitor.appender.tools.queries;

import org.jspecify.annotations.NullMarked;
