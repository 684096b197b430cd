package io.github.azuremonitor.appender.emulator.kql;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Functions that take a point in time apart, or that count in a calendar. */
final class CalendarFunctions {
    static final Map<String, Function> ALL = Map.of(
            "getyear", call -> part(call, LocalDateTime::getYear),
            "getmonth", call -> part(call, LocalDateTime::getMonthValue),
            "monthofyear", call -> part(call, LocalDateTime::getMonthValue),
            "dayofmonth", call -> part(call, LocalDateTime::getDayOfMonth),
            "dayofyear", call -> part(call, LocalDateTime::getDayOfYear),
            "hourofday", call -> part(call, LocalDateTime::getHour),
            "dayofweek", CalendarFunctions::dayOfWeek,
            "datetime_add", CalendarFunctions::add);

    private CalendarFunctions() {}

    private static Typed part(Arguments call, ToLongFunction<LocalDateTime> part) {
        Eval of = call.count(1, 1).of(0, KqlType.DATETIME);
        return call.gives(
                KqlType.INT,
                row -> of.of(row) instanceof Moment moment ? (Integer) (int) part.applyAsLong(moment.utc()) : null);
    }

    /** The days since Sunday. */
    private static Typed dayOfWeek(Arguments call) {
        Eval of = call.count(1, 1).of(0, KqlType.DATETIME);
        return call.gives(
                KqlType.TIMESPAN,
                row -> of.of(row) instanceof Moment moment
                        ? new Span(moment.utc().getDayOfWeek().getValue() % 7 * Span.DAY)
                        : null);
    }

    private static Typed add(Arguments call) {
        call.count(3, 3);
        String period = call.literalText(0).toLowerCase(Locale.ROOT);
        Eval amount = call.integer(1);
        Eval from = call.of(2, KqlType.DATETIME);
        if (added(period, 0, new Moment(Moment.EPOCH)) == null) {
            throw KqlException.semantic(call.at(0), "'" + period + "' is no period, such as year, month, day or hour");
        }
        return call.gives(
                KqlType.DATETIME,
                row -> amount.of(row) instanceof Number number && from.of(row) instanceof Moment moment
                        ? added(period, number.longValue(), moment)
                        : null);
    }

    /** Null for an unknown period, and beyond the years 1 to 9999. */
    private static @Nullable Moment added(String period, long amount, Moment from) {
        try {
            LocalDateTime at = from.utc();
            LocalDateTime to = switch (period) {
                case "year" -> at.plusYears(amount);
                case "quarter" -> at.plusMonths(Math.multiplyExact(amount, 3L));
                case "month" -> at.plusMonths(amount);
                case "week" -> at.plusWeeks(amount);
                case "day" -> at.plusDays(amount);
                case "hour" -> at.plusHours(amount);
                case "minute" -> at.plusMinutes(amount);
                case "second" -> at.plusSeconds(amount);
                case "millisecond" -> at.plus(amount, ChronoUnit.MILLIS);
                case "microsecond" -> at.plus(amount, ChronoUnit.MICROS);
                case "nanosecond" -> at.plusNanos(amount);
                default -> null;
            };
            return to == null || to.getYear() < 1 || to.getYear() > 9_999 ? null : Moment.of(to);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
