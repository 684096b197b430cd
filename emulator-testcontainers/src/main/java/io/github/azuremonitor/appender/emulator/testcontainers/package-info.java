/** The emulator as a container, for tests of applications that ship their logs. */
@NullMarked
package io.github.azuremonitor.appender.emulator.testcontainers;

import org.jspecify.annotations.NullMarked;
