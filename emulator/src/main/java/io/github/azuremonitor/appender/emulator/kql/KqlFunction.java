package io.github.azuremonitor.appender.emulator.kql;

/**
 * A function of the workspace, which gives rows.
 *
 * @param name by which queries call it
 * @param parameters as KQL declares them, {@code level:string, most:long = 10} say; empty for none
 * @param query its text
 */
public record KqlFunction(String name, String parameters, String query) {}
