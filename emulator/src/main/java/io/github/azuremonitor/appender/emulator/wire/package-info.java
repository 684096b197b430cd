/** Requests, answers and the record of both; independent of any HTTP library. */
@NullMarked
package io.github.azuremonitor.appender.emulator.wire;

import org.jspecify.annotations.NullMarked;
