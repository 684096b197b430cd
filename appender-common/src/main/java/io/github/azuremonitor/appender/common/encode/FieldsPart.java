package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Pairs;
import io.github.azuremonitor.appender.common.event.Structure;
import java.util.function.Function;

/** Writes one field of an object, or those that a wildcard takes. */
@FunctionalInterface
interface FieldsPart {
    void write(EventSlot event, FieldsWriter to, JsonRow row);

    /** The first of {@code candidates} that has a value. */
    static FieldsPart named(String name, Reader[] candidates) {
        var field = new FieldName(FieldText.fit(name, 1024));
        return (event, to, row) -> {
            Object value = ChoiceWriter.first(candidates, event);
            if (value != null) {
                to.named(field, value, row);
            }
        };
    }

    /** The pairs whose keys {@code rules} ship; of a name that stands twice, the last. */
    static FieldsPart all(Function<EventSlot, Pairs> from, KeyRules rules) {
        return (event, to, row) -> {
            Pairs pairs = from.apply(event);
            to.leftOut(pairs.leftOut());
            for (int i = 0; i < pairs.size(); i++) {
                FieldName field = rules.shipped(pairs.name(i));
                if (field != null && pairs.isLast(i)) {
                    to.field(field, withoutSecrets(pairs.value(i)), row);
                }
            }
        };
    }

    private static Object withoutSecrets(Object value) {
        return value instanceof Structure structure ? structure.without(KeyRules::isSecret) : value;
    }
}
