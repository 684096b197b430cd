package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Structure;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.Map;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ReusableMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/** The key-value pairs of messages that are more than text. */
final class KeyValues {
    private static final TriConsumer<String, @Nullable Object, Settled> SETTLE = (key, value, to) -> to.add(key, value);

    /** The rest of a larger map would not fit into a row. */
    private static final int MAX_ENTRIES = 4096;

    private KeyValues() {}

    /** What the message carries, or null if it is text only. May run the application's code, which may throw. */
    static @Nullable Settled of(@Nullable Message message) {
        if (message instanceof MapMessage<?, ?> pairs) {
            var settled = new Settled();
            if (message instanceof StructuredDataMessage structured) {
                settled.add("id", structured.getId());
                settled.add("type", structured.getType());
            }
            pairs.forEach(SETTLE, settled);
            return settled;
        }
        Object logged = object(message);
        if (logged instanceof Map<?, ?> map) {
            return entries(map);
        }
        return logged != null && Values.hasNamedParts(logged) ? parts(logged) : null;
    }

    private static @Nullable Settled parts(Object logged) {
        if (!(Values.settled(logged) instanceof Structure structure) || !structure.isObject()) {
            return null;
        }
        var settled = new Settled();
        for (int i = 0; i < structure.size(); i++) {
            settled.addSettled(structure.name(i), structure.value(i));
        }
        return settled;
    }

    /** The object that was logged instead of a text, or null. */
    private static @Nullable Object object(@Nullable Message message) {
        if (message instanceof ObjectMessage logged) {
            return logged.getParameter();
        }
        // Reusable events of Log4j2 are their own message; without a format there was only an object.
        if (message instanceof ReusableMessage && message.getFormat() == null) {
            Object[] parameters = message.getParameters();
            return parameters != null && parameters.length == 1 ? parameters[0] : null;
        }
        return null;
    }

    private static Settled entries(Map<?, ?> map) {
        var settled = new Settled();
        int entries = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entries++ == MAX_ENTRIES) {
                break;
            }
            settled.add(Values.text(String.valueOf(entry.getKey())), entry.getValue());
        }
        return settled;
    }
}
