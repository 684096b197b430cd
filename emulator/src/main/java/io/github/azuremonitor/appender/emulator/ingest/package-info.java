/** The ingestion route: the order of its checks and the words of its errors. */
@NullMarked
package io.github.azuremonitor.appender.emulator.ingest;

import org.jspecify.annotations.NullMarked;
