/** Why rows are missing: what was refused, lost or changed, counted and with the fix; knows nobody else. */
@NullMarked
package io.github.azuremonitor.appender.emulator.problem;

import org.jspecify.annotations.NullMarked;
