/** Placeholder sentence of common. */
@NullMarked
package io.github.azuremonitor.appender.common;

import org.jspecify.annotations.NullMarked;
