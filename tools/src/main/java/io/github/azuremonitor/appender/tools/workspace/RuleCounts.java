package io.github.azuremonitor.appender.tools.workspace;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a rule's metrics say of a stream in a span of time.
 *
 * @param unreadable why they say nothing, in one sentence; empty if they do
 * @param received rows that came to the transformation
 * @param dropped rows that it filtered out or that it lost
 * @param errors how often it failed
 * @param columns how many columns were dropped, by the place where
 */
public record RuleCounts(String unreadable, long received, long dropped, long errors, SortedMap<String, Long> columns) {
    static RuleCounts unreadable(String why) {
        return new RuleCounts(why, 0, 0, 0, new TreeMap<>());
    }
}
