package io.github.azuremonitor.appender.common.settings;

/**
 * Whole numbers.
 *
 * @param least smallest accepted value
 * @param most largest accepted value
 * @param powerOfTwo whether only powers of two are accepted; then the bounds are powers of two
 */
record IntegerParser(int least, int most, boolean powerOfTwo) implements ValueParser<Integer> {
    static IntegerParser between(int least, int most) {
        return new IntegerParser(least, most, false);
    }

    static IntegerParser powerOfTwoBetween(int least, int most) {
        return new IntegerParser(least, most, true);
    }

    @Override
    public Integer read(String text) throws Refused {
        String range = (powerOfTwo ? "a power of two from " : "") + least + " to " + most;
        if (!isWhole(text)) {
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

    private static boolean isWhole(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > start;
    }

    private long next(long number) {
        if (number <= least) {
            return least;
        }
        return number >= most ? most : Long.highestOneBit(number - 1) << 1;
    }

    /** Numbers too large for a long are saturated. */
    private static long clipped(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
