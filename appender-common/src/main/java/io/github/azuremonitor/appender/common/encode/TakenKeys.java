package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys that a table's columns name or take by a wildcard. The broader wildcard leaves them to the narrower one: what is
 * in two columns is billed twice.
 */
final class TakenKeys {
    private final Set<String> named = new HashSet<>();
    private final Set<String> patterns = new HashSet<>();

    TakenKeys(List<Column> columns) {
        columns.forEach(column -> column.content().sources().forEach(this::add));
    }

    private void add(Source source) {
        switch (source.kind()) {
            case MDC, KEY_VALUE -> named.add(source.key());
            case MDC_ALL, KEY_VALUE_ALL -> patterns.add(source.key());
            case TRACE_ID -> named.addAll(Readers.TRACE_KEYS);
            case SPAN_ID -> named.addAll(Readers.SPAN_KEYS);
            default -> {}
        }
    }

    /** Whether something narrower than {@code pattern} takes {@code key}. */
    boolean isTaken(String key, String pattern) {
        return named.contains(key)
                || patterns.stream()
                        .anyMatch(other -> other.length() > pattern.length() && KeyPattern.fits(other, key));
    }
}
