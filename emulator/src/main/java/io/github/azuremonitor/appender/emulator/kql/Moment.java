package io.github.azuremonitor.appender.emulator.kql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A {@code datetime}.
 *
 * @param ticks of 100 ns since the year 1
 */
record Moment(long ticks) implements Comparable<Moment> {
    static final long TICKS_PER_SECOND = 10_000_000;

    /** 1970-01-01. */
    static final long EPOCH = 62_135_596_800L * TICKS_PER_SECOND;

    /** The end of the year 9999. */
    static final long LAST = 315_537_897_599L * TICKS_PER_SECOND + TICKS_PER_SECOND - 1;

    static Moment of(Instant instant) {
        return new Moment(EPOCH + instant.getEpochSecond() * TICKS_PER_SECOND + instant.getNano() / 100);
    }

    static Moment of(LocalDateTime utc) {
        return of(utc.toInstant(ZoneOffset.UTC));
    }

    /** Null beyond the years 1 to 9999. */
    static @Nullable Moment checked(long ticks) {
        return ticks < 0 || ticks > LAST ? null : new Moment(ticks);
    }

    Instant instant() {
        long since = ticks - EPOCH;
        return Instant.ofEpochSecond(
                Math.floorDiv(since, TICKS_PER_SECOND), Math.floorMod(since, TICKS_PER_SECOND) * 100);
    }

    LocalDateTime utc() {
        return LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(ticks, other.ticks);
    }

    /** With seven decimals, as {@code tostring} has it. */
    @Override
    public String toString() {
        return seconds() + ".%07dZ".formatted(Math.floorMod(ticks, TICKS_PER_SECOND));
    }

    /** With as many decimals as it takes, as answers have it. */
    String trimmed() {
        long rest = Math.floorMod(ticks, TICKS_PER_SECOND);
        return seconds() + (rest == 0 ? "" : ".%07d".formatted(rest).replaceAll("0+$", "")) + "Z";
    }

    private String seconds() {
        LocalDateTime at = utc();
        return "%04d-%02d-%02dT%02d:%02d:%02d"
                .formatted(
                        at.getYear(),
                        at.getMonthValue(),
                        at.getDayOfMonth(),
                        at.getHour(),
                        at.getMinute(),
                        at.getSecond());
    }
}
