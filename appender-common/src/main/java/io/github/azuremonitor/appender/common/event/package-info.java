/** What enters the pipeline: framework-free fields of one log event, copied on the thread that logs. */
@NullMarked
package io.github.azuremonitor.appender.common.event;

import org.jspecify.annotations.NullMarked;
