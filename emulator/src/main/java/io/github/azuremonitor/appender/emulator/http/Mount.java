package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.fault.Faults;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.RequestLog;

/**
 * A route as the server offers it.
 *
 * @param route what answers
 * @param faults the script its requests meet
 * @param log where its requests are noted
 */
public record Mount(Route route, Faults faults, RequestLog log) {}
