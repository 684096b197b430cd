package io.github.azuremonitor.appender.common.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log event as plain fields: written by the thread that logs between claim and publish, read by the flusher, cleared
 * and used again. Holds no event, argument or mutable object of the application; the throwable is held by reference.
 *
 * <p>The ring is old for the collector and what is written into it is young, so that each reference written costs the
 * log call a memory barrier (with G1), behind a line of memory that the flusher's core had last. So: as few as can be.
 */
public final class EventSlot {
    /** A message buffer that grew beyond this many characters is given back when the slot is cleared. */
    private static final int KEPT_MESSAGE_CHARS = 1024;

    /** The first second of year 1: from there to the end of year 9999 Azure knows a datetime. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private long sequence;
    private int span;
    private boolean complete;
    private volatile boolean abandoned;

    private int table;
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

    /** Called by the ring when the slot is claimed. */
    public void claimed(long atSequence, int slots) {
        sequence = atSequence;
        span = slots;
        complete = false;
    }

    /** First sequence of this event in the ring. */
    public long sequence() {
        return sequence;
    }

    /** How many slots this event stands for. */
    public int span() {
        return span;
    }

    /** Says that nobody waits for this event any more; called by the flusher. */
    public void abandon() {
        abandoned = true;
    }

    /** Whether the flusher has gone on without this event. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** Says that every field is written; without it the event counts as lost at capture. */
    public void complete() {
        complete = true;
    }

    /** Whether {@link #complete()} was reached. */
    public boolean isComplete() {
        return complete;
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
    public void origin(Severity severityOfEvent, String levelName, @Nullable String loggerName, @Nullable String by) {
        // Mostly what the slot held last time, and comparing is cheaper than writing.
        if (severity != severityOfEvent) {
            severity = severityOfEvent;
        }
        if (!isSame(level, levelName)) {
            level = levelName;
        }
        String loggerOrNone = loggerName == null ? "" : loggerName;
        if (!isSame(logger, loggerOrNone)) {
            logger = loggerOrNone;
        }
        String threadOrNone = by == null ? "" : by;
        if (!isSame(thread, threadOrNone)) {
            thread = threadOrNone;
        }
    }

    /** The formatted message; null is an empty one. */
    public void message(@Nullable String formatted) {
        message = formatted == null ? "" : Values.cut(formatted);
    }

    /** Copies a formatted message whose characters the framework will use again for its next event. */
    public void copyMessage(CharSequence formatted) {
        messageChars.setLength(0);
        if (formatted.length() <= Values.MAX_CHARS) {
            // Copies a StringBuilder at once; with bounds it would go character by character.
            messageChars.append(formatted);
        } else {
            messageChars.append(formatted, 0, Values.MAX_CHARS);
        }
        message = null;
    }

    /** The whole MDC by reference: only a map that nobody will change, such as a snapshot that events share. */
    public void sharedContext(Map<String, String> snapshot) {
        sharedContext = snapshot;
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

    /** What the front end made of the patterns that the columns ask for, in their order; only if there are any. */
    public void rendered(@Nullable String[] texts) {
        rendered = texts;
    }

    /** The span in which the event was logged, or null; only if a column asks for it. */
    public void spanIds(@Nullable SpanIds ids) {
        spanIds = ids;
    }

    /** Which table the row goes to: a number given out by the pipeline. */
    public void table(int number) {
        table = number;
    }

    /** Which table the row goes to. */
    public int table() {
        return table;
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

    /** Lets go of every reference; called by the flusher as soon as the row is encoded. */
    public void clear() {
        message = null;
        thread = "";
        markers = null;
        thrown = null;
        stackTrace = null;
        template = null;
        contextStack = null;
        caller = null;
        rendered = null;
        spanIds = null;
        sharedContext = null;
        context.clear();
        keyValues.clear();
        // Last, because it needs memory.
        if (messageChars.capacity() > KEPT_MESSAGE_CHARS) {
            messageChars = new StringBuilder(0);
        }
    }

    // Not equals: reading the characters would cost more than it saves.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(String one, String other) {
        return one == other;
    }
}
