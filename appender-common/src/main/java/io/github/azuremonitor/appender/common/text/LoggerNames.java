package io.github.azuremonitor.appender.common.text;

/** Which logger is below which. */
public final class LoggerNames {
    private LoggerNames() {}

    /**
     * Whether {@code logger} is {@code name} or below it. Frameworks treat the logger of a nested class as one below that
     * of its outer class. Creates no garbage.
     */
    public static boolean isAtOrBelow(String logger, String name) {
        return logger.startsWith(name)
                && (logger.length() == name.length() || isBoundary(logger.charAt(name.length())));
    }

    private static boolean isBoundary(char next) {
        return next == '.' || next == '$';
    }
}
