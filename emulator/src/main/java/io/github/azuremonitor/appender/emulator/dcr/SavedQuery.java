package io.github.azuremonitor.appender.emulator.dcr;

import org.jspecify.annotations.Nullable;

/**
 * A query that the workspace has under a name.
 *
 * @param name for people
 * @param function the name by which other queries call it, null if they cannot
 * @param parameters of the function as KQL declares them, {@code level:string, most:long = 10} say; empty for none
 * @param query its text
 */
public record SavedQuery(String name, @Nullable String function, String parameters, String query) {}
