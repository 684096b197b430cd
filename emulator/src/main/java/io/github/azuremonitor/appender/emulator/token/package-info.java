/** Tokens: managed identity and Entra endpoints, and the check of what they issued. */
@NullMarked
package io.github.azuremonitor.appender.emulator.token;

import org.jspecify.annotations.NullMarked;
