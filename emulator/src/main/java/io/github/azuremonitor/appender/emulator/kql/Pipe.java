package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;

/** A source and what is done with its rows. */
record Pipe(Source source, List<Step> steps) {}
