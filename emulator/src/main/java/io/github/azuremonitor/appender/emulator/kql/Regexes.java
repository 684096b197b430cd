package io.github.azuremonitor.appender.emulator.kql;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions, run by Java's engine. Azure's engine takes time in proportion to the text, Java's may take forever:
 * the query is then given up instead of holding its thread.
 */
final class Regexes {

    /** About a tenth of a second. */
    private static final long MOST_LOOKS = 10_000_000;

    private Regexes() {}

    static Pattern compile(int at, String regex) {
        return compile(at, "", RegexSyntax.java(at, regex));
    }

    /** @param java what {@link RegexSyntax} has made, with the same flags: i, m, s, U */
    static Pattern compile(int at, String flags, String java) {
        // A line ends with \n only; \d, \w, \s and \b know all of Unicode.
        int all = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;
        all |= flags.indexOf('i') < 0 ? 0 : Pattern.CASE_INSENSITIVE;
        all |= flags.indexOf('m') < 0 ? 0 : Pattern.MULTILINE;
        all |= flags.indexOf('s') < 0 ? 0 : Pattern.DOTALL;
        try {
            return Pattern.compile(java, all);
        } catch (PatternSyntaxException e) {
            throw KqlException.semantic(at, "The regular expression is wrong: " + e.getDescription());
        }
    }

    /** A matcher that ends the query if it reads too many characters. */
    static Matcher matcher(Pattern pattern, String text) {
        return pattern.matcher(new Watched(text, 0, text.length(), new AtomicLong()));
    }

    /**
     * Replaces all matches except empty ones directly after another match: Java replaces those, Azure's engine does not.
     *
     * @param rewrite in Java's syntax
     */
    static String replaceAll(Pattern pattern, String text, String rewrite) {
        Matcher matcher = matcher(pattern, text);
        StringBuilder replaced = new StringBuilder();
        int end = -1;
        while (matcher.find()) {
            boolean again = matcher.start() == matcher.end() && matcher.start() == end;
            if (!again) {
                matcher.appendReplacement(replaced, rewrite);
            }
            end = matcher.end();
        }
        return matcher.appendTail(replaced).toString();
    }

    /** A text that counts how many characters are read, its parts included. */
    private record Watched(String text, int from, int to, AtomicLong looks) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            if (looks.incrementAndGet() > MOST_LOOKS) {
                throw new KqlException(
                        KqlException.Kind.LIMIT,
                        0,
                        "The regular expression takes too long on a text of " + text.length() + " characters; Azure's"
                                + " engine may take it, write one with fewer repetitions behind each other here");
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text, from + start, from + end, looks);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
