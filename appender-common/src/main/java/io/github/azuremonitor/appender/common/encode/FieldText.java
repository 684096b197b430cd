package io.github.azuremonitor.appender.common.encode;

/** Texts as Azure takes them: well-formed, and not too long. */
final class FieldText {
    /** The end of the mark at a cut. */
    private static final String BYTES = " bytes]";

    private static final char REPLACEMENT = '\uFFFD';

    private FieldText() {}

    /** {@code text} without lone surrogates and with at most {@code maxBytes} of UTF-8, a mark at the cut included. */
    static String fit(String text, int maxBytes) {
        String wellFormed = wellFormed(text);
        // No character takes more than three bytes, a pair takes four for two.
        return wellFormed.length() <= maxBytes / 3 ? wellFormed : cut(wellFormed, maxBytes);
    }

    /** Whether {@link #fit} has cut a text to that limit, of which {@code fit} is left. */
    static boolean isCut(String fit, int maxBytes) {
        return fit.endsWith(BYTES) && fit.endsWith(mark(maxBytes));
    }

    private static String mark(int maxBytes) {
        return "…[cut to " + maxBytes + BYTES;
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return repaired(text, i);
                }
            }
        }
        return text;
    }

    private static String repaired(String text, int from) {
        var repaired = new StringBuilder(text);
        for (int i = from; i < repaired.length(); i++) {
            char c = repaired.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < repaired.length()
                    && Character.isLowSurrogate(repaired.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired.toString();
    }

    private static String cut(String text, int maxBytes) {
        String mark = mark(maxBytes);
        int room = maxBytes - mark.length() - 2;
        int used = 0;
        int fits = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            used += utf8Bytes(codePoint);
            if (used > maxBytes) {
                return text.substring(0, fits) + mark;
            }
            i += Character.charCount(codePoint);
            if (used <= room) {
                fits = i;
            }
        }
        return text;
    }

    private static int utf8Bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
