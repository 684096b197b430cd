/** Application threads to flusher: the only user of the Disruptor. */
@NullMarked
package io.github.azuremonitor.appender.common.ring;

import org.jspecify.annotations.NullMarked;
