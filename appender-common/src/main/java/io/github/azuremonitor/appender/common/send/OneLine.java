package io.github.azuremonitor.appender.common.send;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes text from outside fit for a status line: one line, bounded, without control characters and without tokens. */
final class OneLine {
    /** Characters of an {@link Outcome#detail()}. */
    static final int DETAIL = 500;
    /** Characters of a code, a request id or the name of a credential. */
    static final int NAME = 128;

    private static final String MARK = "…";
    /** Controls, line separators, and the formatting characters that could reorder a line on a terminal. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+");
    /** A server that echoes our request must not bring the token into a log: JWTs, and whatever follows "Bearer". */
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[\\w-]{8,}(\\.[\\w-]*){0,4}|(?i:\\b(bearer|basic)[ =:]+)[\\w.~+/=-]{8,}");

    private OneLine() {}

    /** The text in one line of at most {@code limit} characters; null is empty. */
    static String of(@Nullable String text, int limit) {
        return cut(clean(text), limit);
    }

    /**
     * As {@link #of}, but the first match of {@code keep} stays in the line even if it lies beyond the limit.
     *
     * @param keep matches less than half of {@code limit} characters
     */
    static String keeping(@Nullable String text, int limit, Pattern keep) {
        String line = clean(text);
        if (line.length() <= limit) {
            return line;
        }
        var found = keep.matcher(line);
        if (!found.find() || found.end() < limit || found.group().length() > limit / 2) {
            return cut(line, limit);
        }
        String kept = MARK + " " + found.group();
        return cut(line, limit - kept.length()) + kept;
    }

    private static String clean(@Nullable String text) {
        if (text == null) {
            return "";
        }
        // Enough to find the match, and it bounds the work on a hostile text.
        String bounded = text.length() > 16 * 1024 ? text.substring(0, 16 * 1024) : text;
        return TOKEN.matcher(UNPRINTABLE.matcher(bounded).replaceAll(" "))
                .replaceAll("***")
                .strip();
    }

    private static String cut(String line, int limit) {
        if (line.length() <= limit) {
            return line;
        }
        int end = limit - MARK.length();
        if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + MARK;
    }
}
