/** Logback front end: configuration to settings, logging event to slot, the pipeline's lines to Status. */
@NullMarked
package io.github.azuremonitor.appender.logback;

import org.jspecify.annotations.NullMarked;
