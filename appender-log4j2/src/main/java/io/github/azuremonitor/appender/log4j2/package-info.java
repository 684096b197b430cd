/** Placeholder sentence of log4j2. */
@NullMarked
package io.github.azuremonitor.appender.log4j2;

import org.jspecify.annotations.NullMarked;
