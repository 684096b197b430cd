package io.github.azuremonitor.appender.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * The number of an event, ten digits, the last argument of its message: by it the sink knows which events are missing and
 * which came twice, whatever the format around it. A text that changes, so that counting up makes no garbage.
 */
final class Serial implements CharSequence {
    /** What stands before the digits in every message. */
    static final String MARK = "serial:";

    static final int DIGITS = 10;

    /** The first two digits are the thread's, so that threads need no common counter. */
    static final int OF_ONE_THREAD = 100_000_000;

    private final byte[] digits = new byte[DIGITS];

    Serial(int thread) {
        String first = String.format(java.util.Locale.ROOT, "%02d00000000", thread);
        System.arraycopy(first.getBytes(StandardCharsets.US_ASCII), 0, digits, 0, DIGITS);
    }

    void next() {
        int place = DIGITS - 1;
        while (digits[place] == '9') {
            digits[place--] = '0';
        }
        digits[place]++;
    }

    @Override
    public int length() {
        return DIGITS;
    }

    @Override
    public char charAt(int index) {
        return (char) digits[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
