package io.github.azuremonitor.appender.common.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Numbers of Java as numbers of JSON. Any thread. */
final class JsonNumber {
    /** Decimal digits that every double holds. */
    private static final int DECIMAL_DIGITS = 15;

    /** Digits of the longest long, and its sign. */
    private static final int LONGEST_LONG = 20;

    private JsonNumber() {}

    /** Appends {@code value}; returns false, and appends nothing, if JSON or a double cannot hold it as it is. */
    static boolean write(Number value, RowBuffer out) {
        if (value instanceof Double || value instanceof Float) {
            // By its text, or a float of 0.1 would be sent as 0.10000000149011612.
            double number = Double.parseDouble(value.toString());
            return Double.isFinite(number) && add(Double.toString(number), out);
        }
        if (value instanceof BigDecimal decimal) {
            return fitsADouble(decimal) && add(decimal.toPlainString(), out);
        }
        if (value instanceof BigInteger integer && integer.bitLength() >= Long.SIZE) {
            return false;
        }
        write(value.longValue(), out);
        return true;
    }

    static void write(long value, RowBuffer out) {
        byte[] target = out.room(LONGEST_LONG);
        int end = out.length() + digits(value);
        out.length(end);
        // Negative, because there is one more of these.
        long left = value < 0 ? value : -value;
        do {
            target[--end] = (byte) ('0' - left % 10);
            left /= 10;
        } while (left < 0);
        if (value < 0) {
            target[--end] = '-';
        }
    }

    private static int digits(long value) {
        int digits = value < 0 ? 2 : 1;
        for (long left = value / 10; left != 0; left /= 10) {
            digits++;
        }
        return digits;
    }

    private static boolean add(String number, RowBuffer out) {
        out.add(number.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /** Amounts and measurements; what a double would change stays text. */
    private static boolean fitsADouble(BigDecimal decimal) {
        return decimal.precision() <= DECIMAL_DIGITS && Math.abs(decimal.scale()) <= DECIMAL_DIGITS;
    }
}
