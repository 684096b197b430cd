package io.github.azuremonitor.appender.common.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes, 1024-based: {@code 512 KB}, {@code 64MB}, {@code 1GB}.
 *
 * @param least smallest accepted value, whole megabytes
 * @param most largest accepted value, whole gigabytes
 */
record SizeParser(long least, long most) implements ValueParser<Long> {
    static final long GIGABYTE = 1L << 30;

    private static final Pattern BARE = Pattern.compile("\\d+([.,]\\d+)?");
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d+)\\s*([KMG]B|B)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_UNIT = Pattern.compile("(\\d+)\\s*([KMG])(i?b)?", Pattern.CASE_INSENSITIVE);

    @Override
    public Long read(String text) throws Refused {
        if (BARE.matcher(text).matches()) {
            boolean whole = text.chars().allMatch(Character::isDigit);
            throw new Refused("a bare number has no unit; write " + (whole ? text + "MB or 512KB" : range()));
        }
        Matcher matcher = WITH_UNIT.matcher(text);
        if (!matcher.matches()) {
            Matcher other = OTHER_UNIT.matcher(text);
            throw new Refused(
                    other.matches()
                            ? "is not a size; write " + other.group(1)
                                    + other.group(2).toUpperCase(Locale.ROOT) + "B"
                            : "is not a size; write a whole number with KB, MB or GB, " + range());
        }
        try {
            long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
            if (bytes >= least && bytes <= most) {
                return bytes;
            }
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            // Out of range like any other number that is too large.
        }
        throw new Refused("is out of range; write " + range());
    }

    private String range() {
        return least / PipelineSettings.MEGABYTE + "MB to " + most / GIGABYTE + "GB";
    }

    private static long unit(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "KB" -> 1024;
            case "MB" -> PipelineSettings.MEGABYTE;
            case "GB" -> GIGABYTE;
            default -> 1;
        };
    }
}
