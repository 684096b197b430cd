/** What comes in and what goes out: requests, answers and the record of both; knows no HTTP library. */
@NullMarked
package io.github.azuremonitor.appender.emulator.wire;

import org.jspecify.annotations.NullMarked;
