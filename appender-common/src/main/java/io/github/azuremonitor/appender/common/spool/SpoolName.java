package io.github.azuremonitor.appender.common.spool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of spool files: time and sequence, so that their order is the order of sending.
 *
 * @param millis the batch's earliest time, milliseconds since 1970
 * @param sequence increases with each file of a process
 * @param ending {@code batch}, {@code tmp} while it is written, {@code open} for the journal of a batch that is not cut
 *     yet, {@code bad} if it cannot be read
 */
record SpoolName(long millis, long sequence, String ending) {
    static final String BATCH = "batch";
    static final String TEMPORARY = "tmp";
    static final String OPEN = "open";
    static final String BAD = "bad";

    private static final long MAX_MILLIS = 9_999_999_999_999L;
    private static final Pattern FORM = Pattern.compile("(\\d{13})-(\\d{8}|[1-9]\\d{8,17})\\.(batch|tmp|open|bad)");

    /** The parts of a file's name, or null if it is not a spool file's; printing a parsed name yields the same text. */
    static @Nullable SpoolName parse(String name) {
        Matcher matcher = FORM.matcher(name);
        return matcher.matches()
                ? new SpoolName(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3))
                : null;
    }

    SpoolName ending(String other) {
        return new SpoolName(millis, sequence, other);
    }

    @Override
    public String toString() {
        long shown = Math.max(0, Math.min(MAX_MILLIS, millis));
        return padded(shown, 13) + '-' + padded(sequence, 8) + '.' + ending;
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
