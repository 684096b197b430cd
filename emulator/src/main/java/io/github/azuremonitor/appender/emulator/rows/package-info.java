/** Accepted rows: column rules, compact storage, counting and reading back. */
@NullMarked
package io.github.azuremonitor.appender.emulator.rows;

import org.jspecify.annotations.NullMarked;
