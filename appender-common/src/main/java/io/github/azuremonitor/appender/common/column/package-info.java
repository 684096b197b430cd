/** Which columns a row has and where their values come from. */
@NullMarked
package io.github.azuremonitor.appender.common.column;

import org.jspecify.annotations.NullMarked;
