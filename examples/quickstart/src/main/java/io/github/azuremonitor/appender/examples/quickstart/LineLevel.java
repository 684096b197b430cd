package io.github.azuremonitor.appender.examples.quickstart;

import org.slf4j.event.Level;

/** Finds the level that a line of a log file was logged with. */
final class LineLevel {
    /** The level stands near the beginning in every usual layout; a message may hold such words too. */
    private static final int WITHIN = 80;

    private static final Level[] LEVELS = Level.values();

    private LineLevel() {}

    /** The level that the line names as a word in capitals near its beginning, else INFO. */
    static Level of(String line) {
        int first = WITHIN;
        Level found = Level.INFO;
        for (Level level : LEVELS) {
            String name = level.name();
            int at = line.indexOf(name);
            if (at >= 0 && at < first && isWord(line, at, at + name.length())) {
                first = at;
                found = level;
            }
        }
        return found;
    }

    private static boolean isWord(String line, int start, int end) {
        return (start == 0 || !Character.isLetterOrDigit(line.charAt(start - 1)))
                && (end == line.length() || !Character.isLetterOrDigit(line.charAt(end)));
    }
}
