/** Clocks and threads: the only place that asks the machine for either. */
@NullMarked
package io.github.azuremonitor.appender.common.time;

import org.jspecify.annotations.NullMarked;
