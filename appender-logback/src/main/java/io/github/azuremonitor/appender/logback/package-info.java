/** Placeholder sentence of logback. */
@NullMarked
package io.github.azuremonitor.appender.logback;

import org.jspecify.annotations.NullMarked;
