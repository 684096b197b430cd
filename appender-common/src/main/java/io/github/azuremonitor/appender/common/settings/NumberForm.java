package io.github.azuremonitor.appender.common.settings;

import java.util.regex.Pattern;

/**
 * Whole numbers.
 *
 * @param least smallest value taken
 * @param most largest value taken
 * @param powerOfTwo whether only powers of two are taken; the bounds then are some
 */
record NumberForm(int least, int most, boolean powerOfTwo) implements Form<Integer> {
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    static NumberForm between(int least, int most) {
        return new NumberForm(least, most, false);
    }

    static NumberForm powerOfTwoBetween(int least, int most) {
        return new NumberForm(least, most, true);
    }

    @Override
    public Integer read(String text) throws Refused {
        String range = (powerOfTwo ? "a power of two from " : "") + least + " to " + most;
        if (!WHOLE.matcher(text).matches()) {
            throw new Refused("is not a whole number; write " + range);
        }
        long number = clipped(text);
        boolean fits = number >= least && number <= most;
        if (powerOfTwo && (!fits || Long.bitCount(number) != 1)) {
            throw new Refused("is not " + range + "; write " + next(number));
        }
        if (!fits) {
            throw new Refused("is out of range; write " + range);
        }
        return (int) number;
    }

    private long next(long number) {
        if (number <= least) {
            return least;
        }
        return number >= most ? most : Long.highestOneBit(number - 1) << 1;
    }

    /** More digits than a long holds are as far out of range as a long can be. */
    private static long clipped(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
