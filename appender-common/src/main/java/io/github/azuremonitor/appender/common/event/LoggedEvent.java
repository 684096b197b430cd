package io.github.azuremonitor.appender.common.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log event as plain fields: filled by the thread that logs, read by whoever writes the row, cleared and used again.
 * Holds no event, argument or mutable object of the application, so that it may wait for the flusher; the throwable is held
 * by reference. Not thread-safe.
 */
public final class LoggedEvent {
    /** A message buffer that grew beyond this many characters is given back when the event is cleared. */
    private static final int KEPT_MESSAGE_CHARS = 1024;

    /** The first second of year 1: from there to the end of year 9999 Azure knows a datetime. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private boolean remarked;
    private double sampleRate = 1;
    private long epochSecond;
    private int nanoOfSecond;
    private boolean timeReplaced;
    private Severity severity = Severity.INFO;
    private String level = "";
    private String logger = "";
    private String thread = "";
    private @Nullable String message;
    private StringBuilder messageChars = new StringBuilder(0);
    private @Nullable String markers;
    private @Nullable Throwable thrown;
    private @Nullable String stackTrace;
    private @Nullable String template;
    private @Nullable String contextStack;
    private @Nullable StackTraceElement caller;
    private @Nullable String @Nullable [] rendered;
    private @Nullable SpanIds spanIds;
    private @Nullable Map<String, String> sharedContext;
    private final Pairs context = new Pairs();
    private final Pairs keyValues = new Pairs();

    /** Remembers that what its row does not show has been reported. */
    public void remarked() {
        remarked = true;
    }

    /** Whether {@link #remarked()} was called. */
    public boolean isRemarked() {
        return remarked;
    }

    /** Characters of all its texts together. */
    public int chars() {
        int chars = message == null ? messageChars.length() : message.length();
        @Nullable String[] texts = rendered;
        for (int i = 0; texts != null && i < texts.length; i++) {
            chars += length(texts[i]);
        }
        SpanIds ids = spanIds;
        return chars
                + (ids == null ? 0 : ids.chars())
                + length(markers)
                + length(stackTrace)
                + length(template)
                + length(contextStack)
                + context().chars()
                + keyValues.chars();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Whether there is a throwable, or a stack trace as text. */
    public boolean hasThrowable() {
        return thrown != null || stackTrace != null;
    }

    /** An event that has what {@link #hasThrowable()} asks for and the logger's name, and nothing else. */
    public LoggedEvent throwableOnly() {
        var rest = new LoggedEvent();
        rest.logger = logger;
        rest.thrown = thrown;
        rest.stackTrace = stackTrace;
        return rest;
    }

    /**
     * When the event happened: seconds since 1970 and nanoseconds 0 to 999,999,999. A time outside of the years 1 to 9999
     * becomes the nearest one within.
     */
    public void time(long seconds, int nanos) {
        timeReplaced = seconds < FIRST_SECOND || seconds > LAST_SECOND;
        epochSecond = Math.max(FIRST_SECOND, Math.min(seconds, LAST_SECOND));
        nanoOfSecond = !timeReplaced ? nanos : seconds > LAST_SECOND ? 999_999_999 : 0;
    }

    /** Whether the event's own time is one that Azure does not know. */
    public boolean isTimeReplaced() {
        return timeReplaced;
    }

    /** Where it was logged and how severe it is. {@code levelName} is the framework's name of the level. */
    // An assignment of a reference in old memory costs more than a look, because of the collector's barrier.
    @SuppressWarnings("ReferenceEquality")
    public void origin(Severity severityOfEvent, String levelName, @Nullable String loggerName, @Nullable String by) {
        String loggedBy = loggerName == null ? "" : loggerName;
        String on = by == null ? "" : by;
        if (severity != severityOfEvent) {
            severity = severityOfEvent;
        }
        if (level != levelName) {
            level = levelName;
        }
        if (logger != loggedBy) {
            logger = loggedBy;
        }
        if (thread != on) {
            thread = on;
        }
    }

    /** The formatted message; null is an empty one. */
    public void message(@Nullable String formatted) {
        message = formatted == null ? "" : Values.cut(formatted);
    }

    /** Which share of the events like this one is sent, above 0 and up to 1. */
    public void sampleRate(double share) {
        sampleRate = share;
    }

    /** See {@link #sampleRate(double)}. */
    public double sampleRate() {
        return sampleRate;
    }

    /** Empty; for a formatted message whose characters the framework will use again. Then {@link #messageIsInBuffer}. */
    public StringBuilder messageBuffer() {
        messageChars.setLength(0);
        return messageChars;
    }

    /** Says that the formatted message is in {@link #messageBuffer()}. */
    public void messageIsInBuffer() {
        message = messageChars.length() > Values.MAX_CHARS ? Values.cut(messageChars.toString()) : null;
    }

    /** The whole MDC by reference: only a map that nobody will change, such as a snapshot that events share. */
    public void sharedContext(Map<String, String> snapshot) {
        sharedContext = snapshot;
    }

    /** The map of {@link #sharedContext(Map)}, or null if {@link #context()} has the entries. */
    public @Nullable Map<String, String> sharedContext() {
        return sharedContext;
    }

    /** Value of that name in the MDC or thread context, or null. */
    public @Nullable Object contextValue(String name) {
        Map<String, String> shared = sharedContext;
        return shared == null ? context.find(name) : shared.get(name);
    }

    /** Names of the markers, comma-separated, or null. */
    public void markers(@Nullable String names) {
        markers = names;
    }

    /** The throwable by reference, or null. Its text is made by the flusher. */
    public void thrown(@Nullable Throwable throwable) {
        thrown = throwable;
    }

    /** A stack trace of which there is only text, as an event read from another process has. */
    public void stackTrace(@Nullable String text) {
        stackTrace = text == null ? null : Values.cut(text);
    }

    /** The message before its arguments are put in, or null; only if a column asks for it. */
    public void template(@Nullable String text) {
        template = text == null ? null : Values.cut(text);
    }

    /** Texts of the context stack with blanks in between, or null; only if a column asks for it. */
    public void contextStack(@Nullable String texts) {
        contextStack = texts == null ? null : Values.cut(texts);
    }

    /** Where the log call stands, or null; only if a column asks for it, because finding out walks the stack. */
    public void caller(@Nullable StackTraceElement where) {
        caller = where;
    }

    /** What the front end made of the patterns that the columns ask for, in their order; null if there are none. */
    public void rendered(@Nullable String @Nullable [] texts) {
        rendered = texts;
    }

    /** The span in which the event was logged, or null; only if a column asks for it. */
    public void spanIds(@Nullable SpanIds ids) {
        spanIds = ids;
    }

    /** Seconds since 1970. */
    public long epochSecond() {
        return epochSecond;
    }

    /** Nanoseconds within the second. */
    public int nanoOfSecond() {
        return nanoOfSecond;
    }

    /** How severe. */
    public Severity severity() {
        return severity;
    }

    /** The framework's name of the level. */
    public String level() {
        return level;
    }

    /** Logger name, empty for none. */
    public String logger() {
        return logger;
    }

    /** Thread name, empty for none. */
    public String thread() {
        return thread;
    }

    /** The formatted message, which may be in memory that is used again: not to be kept. */
    public CharSequence messageText() {
        String formatted = message;
        return formatted == null ? messageChars : formatted;
    }

    /** The formatted message. */
    public String message() {
        String formatted = message;
        return formatted == null ? messageChars.toString() : formatted;
    }

    /** Names of the markers, comma-separated, or null. */
    public @Nullable String markers() {
        return markers;
    }

    /** The throwable or null. */
    public @Nullable Throwable thrown() {
        return thrown;
    }

    /** Stack trace that came as text, or null. */
    public @Nullable String stackTrace() {
        return stackTrace;
    }

    /** The message before its arguments are put in, or null. */
    public @Nullable String template() {
        return template;
    }

    /** Texts of the context stack, or null. */
    public @Nullable String contextStack() {
        return contextStack;
    }

    /** Where the log call stands, or null. */
    public @Nullable StackTraceElement caller() {
        return caller;
    }

    /** Text of the pattern with that number, or null. */
    public @Nullable String rendered(int pattern) {
        @Nullable String[] texts = rendered;
        return texts == null || pattern >= texts.length ? null : texts[pattern];
    }

    /** The span in which the event was logged, or null. */
    public @Nullable SpanIds spanIds() {
        return spanIds;
    }

    /** MDC or thread context; values are text. */
    public Pairs context() {
        Map<String, String> shared = sharedContext;
        if (shared != null) {
            sharedContext = null;
            shared.forEach(context);
        }
        return context;
    }

    /** Key-value pairs of the event. */
    public Pairs keyValues() {
        return keyValues;
    }

    /** Lets go of every reference but to names, which the next event mostly has as well. */
    public void clear() {
        remarked = false;
        timeReplaced = false;
        message = null;
        markers = null;
        thrown = null;
        stackTrace = null;
        template = null;
        contextStack = null;
        caller = null;
        rendered = null;
        spanIds = null;
        sharedContext = null;
        sampleRate(1);
        context.clear();
        keyValues.clear();
        // Last, because it needs memory.
        if (messageChars.capacity() > KEPT_MESSAGE_CHARS) {
            messageChars = new StringBuilder(0);
        }
    }
}
