package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Values;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessage;
import org.jspecify.annotations.Nullable;

/**
 * Gets the text of a message. Needs no limit on nesting: while an appender runs, Log4j2 keeps events of a
 * {@code toString} away from it.
 */
final class Formatting {
    private Formatting() {}

    /**
     * The message if the event itself holds its formatted characters, as those do that Log4j2 uses again: they were formatted
     * when the event was made. The types are not asked for by name, since one of them needs Disruptor to be loaded.
     */
    static @Nullable ReusableMessage heldBy(LogEvent event, @Nullable Message message) {
        return (Object) event == message && message instanceof ReusableMessage held ? held : null;
    }

    /** The message's text. May run the application's code, never throws. */
    static String format(@Nullable Message message) {
        if (message == null) {
            return "";
        }
        try {
            String text = message.getFormattedMessage();
            return text == null ? "" : text;
        } catch (Throwable broken) {
            Values.passOn(broken);
            // The event matters more than its arguments.
            return pattern(message) + " [could not be formatted: " + Values.text(broken) + "]";
        }
    }

    private static String pattern(Message message) {
        try {
            String pattern = message.getFormat();
            return pattern == null ? "" : pattern;
        } catch (Throwable broken) {
            Values.passOn(broken);
            return message.getClass().getName();
        }
    }
}
