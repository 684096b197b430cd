/** Placeholder sentence of emulator. */
@NullMarked
package io.github.azuremonitor.appender.emulator;

import org.jspecify.annotations.NullMarked;
