/**
 * The Kusto Query Language, as far as it goes here: text to tokens, to a syntax tree, to typed expressions, to rows. What
 * it does not know it refuses by name. {@code Kql} is the door; knows nobody else.
 */
@NullMarked
package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.NullMarked;
