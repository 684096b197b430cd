/** Scripted faults: what to do to a request in place of, or besides, answering it. */
@NullMarked
package io.github.azuremonitor.appender.emulator.fault;

import org.jspecify.annotations.NullMarked;
