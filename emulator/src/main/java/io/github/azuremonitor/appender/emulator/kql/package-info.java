/**
 * The Kusto Query Language, as far as it goes here: text to tokens, to a syntax tree, to typed expressions, to rows.
 * What it does not support it refuses by name. {@code Kql} is the entry point; depends on no other package.
 */
@NullMarked
package io.github.azuremonitor.appender.emulator.kql;

import org.jspecify.annotations.NullMarked;
