package io.github.azuremonitor.appender.emulator.kql;

/** Comparison that ignores case, which Kusto does for ASCII letters only (Kusto docs, "String operators"). */
final class AsciiCase {
    private AsciiCase() {}

    static boolean same(String one, String other) {
        return one.length() == other.length() && isAt(one, 0, other);
    }

    static int indexOf(String text, String part, int from) {
        for (int at = from; at <= text.length() - part.length(); at++) {
            if (isAt(text, at, part)) {
                return at;
            }
        }
        return -1;
    }

    static boolean isAt(String text, int at, String part) {
        if (at < 0 || at + part.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            if (lower(text.charAt(at + i)) != lower(part.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
