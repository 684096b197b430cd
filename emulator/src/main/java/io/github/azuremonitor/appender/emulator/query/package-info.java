/** The query API of a Log Analytics workspace: reads what was ingested back with KQL. */
@NullMarked
package io.github.azuremonitor.appender.emulator.query;

import org.jspecify.annotations.NullMarked;
