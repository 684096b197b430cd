package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys of the MDC, or of key-value pairs, that a table's columns name or take by a wildcard. The broader wildcard leaves
 * them to the narrower one: what is in two columns is billed twice.
 */
final class TakenKeys {
    private final Set<String> named = new HashSet<>();
    private final Set<String> patterns = new HashSet<>();

    private TakenKeys(List<Column> columns, Kind one, Kind all) {
        for (Column column : columns) {
            for (Source source : column.content().sources()) {
                if (source.kind() == one) {
                    named.add(source.key());
                } else if (source.kind() == all) {
                    patterns.add(source.key());
                }
            }
        }
    }

    static TakenKeys ofMdc(List<Column> columns) {
        var taken = new TakenKeys(columns, Kind.MDC, Kind.MDC_ALL);
        for (Column column : columns) {
            if (column.reads(Kind.TRACE_ID)) {
                taken.named.addAll(ValueSources.TRACE_KEYS);
            }
            if (column.reads(Kind.SPAN_ID)) {
                taken.named.addAll(ValueSources.SPAN_KEYS);
            }
        }
        return taken;
    }

    static TakenKeys ofPairs(List<Column> columns) {
        return new TakenKeys(columns, Kind.KEY_VALUE, Kind.KEY_VALUE_ALL);
    }

    /** Whether something narrower than {@code pattern} takes {@code key}. */
    boolean isTaken(String key, String pattern) {
        return named.contains(key)
                || patterns.stream()
                        .anyMatch(other -> other.length() > pattern.length() && KeyPattern.fits(other, key));
    }
}
