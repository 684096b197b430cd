/** The flusher: what the ring holds becomes rows in open batches, which are cut when they are due. */
@NullMarked
package io.github.azuremonitor.appender.common.flush;

import org.jspecify.annotations.NullMarked;
