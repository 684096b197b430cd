/** Placeholder sentence of benchmarks. */
@NullMarked
package io.github.azuremonitor.appender.benchmarks;

import org.jspecify.annotations.NullMarked;
