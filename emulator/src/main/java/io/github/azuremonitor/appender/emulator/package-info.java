/** A local Azure Monitor Logs Ingestion API: the class to start, its JUnit extension and its process. */
@NullMarked
package io.github.azuremonitor.appender.emulator;

import org.jspecify.annotations.NullMarked;
