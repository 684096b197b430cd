/** Placeholder sentence of examples.quickstart. */
@NullMarked
package io.github.azuremonitor.appender.examples.quickstart;

import org.jspecify.annotations.NullMarked;
