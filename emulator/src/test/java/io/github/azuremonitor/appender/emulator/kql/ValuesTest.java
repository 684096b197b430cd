package io.github.azuremonitor.appender.emulator.kql;

import static io.github.azuremonitor.appender.emulator.kql.Asked.gives;
import static io.github.azuremonitor.appender.emulator.kql.Asked.prints;

import org.junit.jupiter.api.Test;

/** Nulls, types, times and operators as Microsoft's pages describe them. */
class ValuesTest {
    @Test
    void aNullDiffersFromEveryValueAndIsNotKnownToEqualANull() {
        gives(
                "datatable(val:int)[5, int(null)] | extend A = val > 3, B = val > 3 or isnull(val), C = val == int(null),"
                        + " D = val != int(null)",
                "[5,true,true,false,true]",
                "[null,null,true,null,null]");
        gives("datatable(i:int, s:string)[5, 'a', int(null), 'b'] | where i != 5", "[null,\"b\"]");
        prints("int(null) + 1", "null");
        prints("bool(null) and false, bool(null) or true, bool(null) and true", "false,true,null");
        prints("not(bool(null))", "null");
    }

    @Test
    void thereIsNoNullString() {
        prints(
                "tostring(int(null)), isnull(''), isempty(''), isempty(long(null)), isnotempty('x')",
                "\"\",false,true,true,true");
        prints(
                "tolong(''), tolong('x'), toreal('1.5'), tobool('TRUE'), toint('99999999999')",
                "null,null,1.5,true,null");
    }

    @Test
    void numbersKeepTheirKind() {
        prints("1 / 2, 1.0 / 2, real(1) / 2, 7 - 2 * 3, 1 / 0", "0,0.5,0.5,1,null");
        prints("14 % 12, -14 % 12, 14 % -12, -14 % -12", "2,10,2,10");
        prints("0x1F, 1e3, 2.50, -3, tostring(2.0), tostring(1e20)", "31,1000.0,2.5,-3,\"2.0\",\"1.0e+20\"");
        prints("bin(4.5, 1), bin(-1, 5), bin(7, 5), bin(3, -1), round(2.345, 2), abs(-7)", "4.0,-5,5,null,2.35,7");
        prints("toint(2.9), tolong(true), tolong('0x10'), 1 == 1.0, true == 1", "2,1,16,true,true");
    }

    @Test
    void timesAreTicksInUtc() {
        prints(
                "datetime(2026-03-01), datetime(2026-03-01 10:20:30.1234567)",
                "\"2026-03-01T00:00:00Z\",\"2026-03-01T10:20:30.1234567Z\"");
        prints(
                "datetime(2026-03-01T10:00:00+02:00), todatetime('02/17/2016 08:40:01')",
                "\"2026-03-01T08:00:00Z\",\"2016-02-17T08:40:01Z\"");
        prints("todatetime('yesterday'), datetime(null)", "null,null");
        prints(
                "tostring(datetime(2026-03-01)), tostring(1.5d), tostring(90s)",
                "\"2026-03-01T00:00:00.0000000Z\",\"1.12:00:00\",\"00:01:30\"");
        prints(
                "now(), ago(30m), now(-1d)",
                "\"2026-03-01T12:30:00Z\",\"2026-03-01T12:00:00Z\",\"2026-02-28T12:30:00Z\"");
        prints(
                "datetime(1997-06-25) - datetime(1910-06-11), 1d + 2d, 1d / 5h, 1.5 * 1h, 1h / 1s",
                "\"31791.00:00:00\",\"3.00:00:00\",4.8,\"01:30:00\",3600.0");
        prints(
                "bin(time(16d), 7d), bin(datetime(1970-05-11 13:45:07), 1d)",
                "\"14.00:00:00\",\"1970-05-11T00:00:00Z\"");
        prints(
                "time(1.02:03:04), totimespan('00:00:01.5'), totimespan('x')",
                "\"1.02:03:04\",\"00:00:01.5000000\",null");
    }

    @Test
    void datetimeFunctionsFollowTheirPages() {
        prints(
                "datetime_diff('year',datetime(2017-01-01),datetime(2000-12-31)),"
                        + "datetime_diff('quarter',datetime(2017-07-01),datetime(2017-03-30)),"
                        + "datetime_diff('month',datetime(2017-01-01),datetime(2015-12-30)),"
                        + "datetime_diff('week',datetime(2017-10-29 00:00),datetime(2017-09-30 23:59)),"
                        + "datetime_diff('day',datetime(2017-10-29 00:00),datetime(2017-09-30 23:59)),"
                        + "datetime_diff('hour',datetime(2017-10-31 01:00),datetime(2017-10-30 23:59)),"
                        + "datetime_diff('minute',datetime(2017-10-30 23:05:01),datetime(2017-10-30 23:00:59)),"
                        + "datetime_diff('second',datetime(2017-10-30 23:00:10.100),datetime(2017-10-30 23:00:00.900)),"
                        + "datetime_diff('millisecond',datetime(2017-10-30 23:00:00.200100),datetime(2017-10-30 23:00:00.100900)),"
                        + "datetime_diff('microsecond',datetime(2017-10-30 23:00:00.1009001),datetime(2017-10-30 23:00:00.1008009)),"
                        + "datetime_diff('nanosecond',datetime(2017-10-30 23:00:00.0000000),datetime(2017-10-30 23:00:00.0000007))",
                "17,2,13,5,29,2,5,10,100,100,-700");
        prints(
                "startofweek(datetime(2017-01-01 10:10:17), -1), startofweek(datetime(2017-01-01 10:10:17)), startofday(datetime(2017-01-01 10:10:17), 1)",
                "\"2016-12-25T00:00:00Z\",\"2017-01-01T00:00:00Z\",\"2017-01-02T00:00:00Z\"");
        prints(
                "startofmonth(datetime(2026-03-31), -1), startofyear(datetime(2026-03-31))",
                "\"2026-02-01T00:00:00Z\",\"2026-01-01T00:00:00Z\"");
        prints(
                "format_datetime(datetime(2017-01-29 09:00:05.05), 'yy-MM-dd [HH:mm:ss.fff] h tt FF')",
                "\"17-01-29 [09:00:05.050] 9 AM 05\"");
    }

    @Test
    void calendarFunctionsGoOnInTheCalendar() {
        prints(
                "datetime_add('month', 1, datetime(2026-01-31)), datetime_add('week', -1, datetime(2026-01-08 10:00)),"
                        + " datetime_add('millisecond', 5, datetime(2026-01-01)), datetime_add('year', 9000, datetime(2026-01-01))",
                "\"2026-02-28T00:00:00Z\",\"2026-01-01T10:00:00Z\",\"2026-01-01T00:00:00.005Z\",null");
        prints(
                "getyear(datetime(2015-12-31)), getmonth(datetime(2015-12-31)), dayofmonth(datetime(2015-12-31)),"
                        + " dayofyear(datetime(2015-12-31)), hourofday(datetime(2015-12-31 23:59)), dayofweek(datetime(2015-12-14)),"
                        + " dayofweek(datetime(2015-12-20))",
                "2015,12,31,365,23,\"1.00:00:00\",\"00:00:00\"");
    }

    @Test
    void aCondition() {
        prints(
                "iff(1 > 0, 'a', 'b'), case(false, 1, bool(null), 2, 3), coalesce(int(null), 4), coalesce('', 'x')",
                "\"a\",3,4,\"x\"");
        prints("iff(true, 1, 2.5), iff(bool(null), 1, 2)", "1.0,2");
        prints(
                "5 between (1 .. 5), 5 !between (6 .. 7), datetime(2026-01-02) between (datetime(2026-01-01) .. 1d)",
                "true,true,true");
        prints(
                "1 in (2, 1), 'A' in ('a'), 'A' in~ ('a'), 'A' !in~ ('a'), 2 !in (1), 'b' in (dynamic(['a','b']))",
                "true,false,true,false,true,true");
    }
}
