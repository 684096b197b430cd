/** Log4j2 front end: configuration to settings, log event to slot, the pipeline's lines to StatusLogger. */
@NullMarked
package io.github.azuremonitor.appender.log4j2;

import org.jspecify.annotations.NullMarked;
