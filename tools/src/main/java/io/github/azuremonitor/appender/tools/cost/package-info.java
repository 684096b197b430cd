/** What rows weigh, by who wrote them, and what would make them fewer. */
@NullMarked
package io.github.azuremonitor.appender.tools.cost;

import org.jspecify.annotations.NullMarked;
