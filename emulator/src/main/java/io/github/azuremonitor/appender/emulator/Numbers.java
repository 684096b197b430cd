package io.github.azuremonitor.appender.emulator;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers of options, and says which there are when one is none. */
final class Numbers {
    private Numbers() {}

    /** A port. */
    static final class Port implements ITypeConverter<Integer> {
        private static final int HIGHEST = 65_535;

        @Override
        public Integer convert(String text) {
            return number(text, 0, HIGHEST, "is no port; say one from 1 to 65535, or 0 for any free one");
        }
    }

    /** Some memory. */
    static final class Megabytes implements ITypeConverter<Integer> {
        private static final int HIGHEST = 1 << 20;

        @Override
        public Integer convert(String text) {
            return number(text, 1, HIGHEST, "is no number of megabytes; say one from 1 to " + HIGHEST);
        }
    }

    /** How many of something. */
    static final class Count implements ITypeConverter<Integer> {
        private static final int HIGHEST = 10_000_000;

        @Override
        public Integer convert(String text) {
            return number(text, 1, HIGHEST, "is no number of requests; say one from 1 to " + HIGHEST);
        }
    }

    private static Integer number(String text, int least, int most, String mistake) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new TypeConversionException("'" + text + "' " + mistake);
    }
}
