package io.github.azuremonitor.appender.emulator.kql;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of points in time; all is UTC. A week begins on Sunday. */
final class TimeFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("now", TimeFunctions::now),
            Map.entry("ago", TimeFunctions::ago),
            Map.entry("startofday", call -> startOf(call, (day, offset) -> day.plusDays(offset), true)),
            Map.entry(
                    "startofweek",
                    call -> startOf(
                            call,
                            (day, offset) -> day.minusDays(day.getDayOfWeek().getValue() % 7)
                                    .plusWeeks(offset),
                            false)),
            Map.entry(
                    "startofmonth",
                    call -> startOf(call, (day, offset) -> day.withDayOfMonth(1).plusMonths(offset), false)),
            Map.entry(
                    "startofyear",
                    call -> startOf(call, (day, offset) -> day.withDayOfYear(1).plusYears(offset), false)),
            Map.entry("datetime_diff", TimeFunctions::difference),
            Map.entry("format_datetime", TimeFormats::bind));

    private interface Start {
        LocalDate of(LocalDate day, long offset);
    }

    private TimeFunctions() {}

    private static Typed now(Arguments call) {
        Typed now = current(call.count(0, 1));
        if (call.size() == 0) {
            return now;
        }
        Eval offset = call.of(0, KqlType.TIMESPAN);
        return shifted(call, now, offset, 1);
    }

    private static Typed ago(Arguments call) {
        Eval span = call.count(1, 1).of(0, KqlType.TIMESPAN);
        return shifted(call, current(call), span, -1);
    }

    /** One moment for the whole query; in a transformation the one in which the row was received. */
    private static Typed current(Arguments call) {
        int received = call.rows.indexOfHidden(ExprBinder.INGESTION_TIME);
        if (call.context.dialect == Dialect.QUERY || received < 0) {
            return Typed.literal(KqlType.DATETIME, call.context.now);
        }
        return new Typed(KqlType.DATETIME, row -> row[received], null, false);
    }

    private static Typed shifted(Arguments call, Typed now, Eval by, int sign) {
        Eval eval = row -> now.eval().of(row) instanceof Moment from && by.of(row) instanceof Span span
                ? Moment.checked(from.ticks() + sign * span.ticks())
                : null;
        return new Typed(KqlType.DATETIME, eval, null, now.constant() && call.constant());
    }

    private static Typed startOf(Arguments call, Start start, boolean named) {
        Eval of = call.count(1, 2).of(0, KqlType.DATETIME);
        Eval offset = call.has(1) ? call.of(1, KqlType.LONG) : row -> 0L;
        Eval eval = row -> {
            Object moment = of.of(row);
            Object by = offset.of(row);
            if (moment == null || !(by instanceof Long shift) || Math.abs(shift) > 4_000_000) {
                return null;
            }
            LocalDate day = start.of(((Moment) moment).utc().toLocalDate(), shift);
            return day.getYear() < 1 || day.getYear() > 9_999 ? null : Moment.of(day.atStartOfDay());
        };
        return named ? call.givesAsFirst(KqlType.DATETIME, eval) : call.gives(KqlType.DATETIME, eval);
    }

    private static Typed difference(Arguments call) {
        call.count(3, 3);
        String period = call.literalText(0).toLowerCase(Locale.ROOT);
        Eval one = call.of(1, KqlType.DATETIME);
        Eval other = call.of(2, KqlType.DATETIME);
        if (count(period, new Moment(0)) == null) {
            throw KqlException.semantic(
                    call.at(0),
                    "'" + period + "' is no period; it is one of year, quarter, month,"
                            + " week, day, hour, minute, second, millisecond, microsecond, nanosecond");
        }
        return call.gives(KqlType.LONG, row -> {
            Object a = one.of(row);
            Object b = other.of(row);
            if (a == null || b == null) {
                return null;
            }
            if (period.equals("nanosecond")) {
                return (((Moment) a).ticks() - ((Moment) b).ticks()) * 100;
            }
            Long first = count(period, (Moment) a);
            Long second = count(period, (Moment) b);
            return first == null || second == null ? null : (Long) (first - second);
        });
    }

    /** How many whole periods have begun, counted from some beginning. */
    private static @Nullable Long count(String period, Moment moment) {
        LocalDateTime at = moment.utc();
        return switch (period) {
            case "year" -> (long) at.getYear();
            case "quarter" -> at.getYear() * 4L + (at.getMonthValue() - 1) / 3;
            case "month" -> at.getYear() * 12L + at.getMonthValue();
            case "week" -> Math.floorDiv(at.toLocalDate().toEpochDay() + 4, 7L); // 1970-01-01 was a Thursday
            case "day" -> moment.ticks() / Span.DAY;
            case "hour" -> moment.ticks() / Span.HOUR;
            case "minute" -> moment.ticks() / Span.MINUTE;
            case "second" -> moment.ticks() / Span.SECOND;
            case "millisecond" -> moment.ticks() / 10_000;
            case "microsecond" -> moment.ticks() / 10;
            case "nanosecond" -> moment.ticks();
            default -> null;
        };
    }
}
