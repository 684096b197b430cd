package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Values;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessage;

/**
 * Gets the text of a message. It needs no bound on nesting: while an appender works, Log4j2 keeps what a {@code toString}
 * logs away from it.
 */
final class Formatting {
    /** A buffer that grew beyond this many characters is given back. */
    private static final int KEPT_CHARS = 2048;

    /** Holds a class of the JDK only, so that it cannot pin a web application's class loader. */
    private static final ThreadLocal<StringBuilder> BUFFER = new ThreadLocal<>();

    private Formatting() {}

    /**
     * The event's message. May run the application's code, never throws.
     *
     * @return a String, or characters that are valid until the calling thread's next call
     */
    static CharSequence message(LogEvent event) {
        Message message = event.getMessage();
        if (message == null) {
            return "";
        }
        return isHeldBy(event, message) ? copy((ReusableMessage) message) : format(message);
    }

    /**
     * Whether the event itself holds the formatted characters, as those do that Log4j2 uses again: they were formatted
     * when the event was made. The types are not asked for by name, since one of them needs Disruptor to be loaded.
     */
    private static boolean isHeldBy(LogEvent event, Message message) {
        return (Object) event == message && message instanceof ReusableMessage;
    }

    private static CharSequence copy(ReusableMessage held) {
        StringBuilder buffer = BUFFER.get();
        if (buffer == null || buffer.capacity() > KEPT_CHARS) {
            buffer = new StringBuilder(256);
            BUFFER.set(buffer);
        }
        buffer.setLength(0);
        held.formatTo(buffer);
        return buffer.length() > Values.MAX_CHARS ? buffer.toString() : buffer;
    }

    private static String format(Message message) {
        try {
            String text = message.getFormattedMessage();
            return text == null ? "" : text;
        } catch (Exception | LinkageError | StackOverflowError broken) {
            // The event is worth more than its arguments.
            return pattern(message) + " [could not be formatted: " + Values.text(broken) + "]";
        }
    }

    private static String pattern(Message message) {
        try {
            String pattern = message.getFormat();
            return pattern == null ? "" : pattern;
        } catch (Exception | LinkageError | StackOverflowError broken) {
            return message.getClass().getName();
        }
    }
}
