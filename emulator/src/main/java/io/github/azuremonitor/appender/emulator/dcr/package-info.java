/** Data collection rules: which streams and columns the emulator knows. */
@NullMarked
package io.github.azuremonitor.appender.emulator.dcr;

import org.jspecify.annotations.NullMarked;
