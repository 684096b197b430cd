package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import java.util.Map;

/** Writes one field of an object, or those that a wildcard takes. */
@FunctionalInterface
interface FieldsPart {
    void write(LoggedEvent event, ObjectFields to);

    /** The first of {@code candidates} that has a value. */
    static FieldsPart named(String name, ValueSource[] candidates) {
        var field = new FieldName(FieldText.fit(name, 1024));
        return (event, to) -> {
            Object value = ChoiceWriter.first(candidates, event);
            if (value != null) {
                to.named(field, value);
            }
        };
    }

    /** The entries of the MDC or thread context whose keys {@code rules} ship. */
    static FieldsPart context(KeyRules rules) {
        return (event, to) -> {
            Map<String, String> shared = event.sharedContext();
            if (shared == null) {
                to.pairs(event.context(), rules);
            } else {
                to.entries(shared, rules);
            }
        };
    }

    /** The event's key-value pairs whose keys {@code rules} ship. */
    static FieldsPart keyValues(KeyRules rules) {
        return (event, to) -> to.pairs(event.keyValues(), rules);
    }
}
