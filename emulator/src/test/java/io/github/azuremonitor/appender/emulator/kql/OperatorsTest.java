package io.github.azuremonitor.appender.emulator.kql;

import static io.github.azuremonitor.appender.emulator.kql.Asked.columns;
import static io.github.azuremonitor.appender.emulator.kql.Asked.gives;
import static io.github.azuremonitor.appender.emulator.kql.Asked.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tabular operators and aggregates as Microsoft's pages describe them. */
class OperatorsTest {
    private static final String T =
            "let T = datatable(K:string, N:long, R:real)['a', 1, 1.5, 'b', 2, real(null), 'a', 3, 0.5, 'c', long(null), 9.0];";

    @Test
    void shapes() {
        gives(T + "T | where N > 1 | project K, M = N * 2", "[\"b\",4]", "[\"a\",6]");
        assertThat(columns(T + "T | extend N = tostring(N), X = 1")).isEqualTo("K:string N:string R:real X:long");
        assertThat(columns(T + "T | project-away N, R*")).isEqualTo("K:string");
        assertThat(columns(T + "T | project-rename Key = K | project-reorder R, Key"))
                .isEqualTo("R:real Key:string N:long");
        gives(T + "T | take 1", "[\"a\",1,1.5]");
        gives(
                T + "T | getschema | project ColumnName, ColumnType, DataType | take 1",
                "[\"K\",\"string\",\"System.String\"]");
        gives(T + "T | render piechart | count", "[4]");
        refuses(T + "T | project K, ^K", "already declared");
    }

    @Test
    void sortPutsNullsLastUnlessItAscends() {
        gives(T + "T | sort by N | project N", "[3]", "[2]", "[1]", "[null]");
        gives(T + "T | sort by N asc | project N", "[null]", "[1]", "[2]", "[3]");
        gives(T + "T | order by N asc nulls last | project N", "[1]", "[2]", "[3]", "[null]");
        gives(T + "T | sort by K asc, N desc | project K, N", "[\"a\",3]", "[\"a\",1]", "[\"b\",2]", "[\"c\",null]");
        gives(T + "T | top 2 by N nulls first | project N", "[null]", "[3]");
        gives(
                "datatable(x:real)[5.0, real(nan), real(null), real(-inf), 0.0] | sort by x asc",
                "[null]",
                "[\"NaN\"]",
                "[\"-∞\"]",
                "[0.0]",
                "[5.0]");
    }

    @Test
    void aggregatesLeaveNullsOut() {
        gives(
                T
                        + "T | summarize count(), n = sum(N), avg(R), min(N), max(K), dcount(K), countif(N > 1), sumif(N, K == 'a')",
                "[4,6,3.6666666666666665,1,\"c\",3,2,4]");
        gives(T + "T | summarize n = count() by K | sort by K asc", "[\"a\",2]", "[\"b\",1]", "[\"c\",1]");
        gives(
                T + "T | summarize make_list(N), make_set(K), stdev(N), percentile(N, 50), percentiles(N, 0, 100)",
                "[\"[1,2,3]\",\"[\\\"a\\\",\\\"b\\\",\\\"c\\\"]\",1.0,2,1,3]");
        gives(
                T + "T | summarize arg_max(N, *) by K | sort by K asc",
                "[\"a\",3,0.5]",
                "[\"b\",2,null]",
                "[\"c\",null,9.0]");
        gives(T + "T | summarize arg_min(R, K)", "[0.5,\"a\"]");
        gives(T + "T | summarize take_any(R) by K | sort by K asc", "[\"a\",1.5]", "[\"b\",null]", "[\"c\",9.0]");
        gives(T + "T | summarize x = count() * 2, round(avg(R), 1)", "[8,3.7]");
    }

    @Test
    void anEmptyInputHasOneRowOfDefaultsWithoutGroups() {
        String empty = "datatable(N:long, S:string)[] | ";
        gives(
                empty + "summarize count(), sum(N), min(N), max(S), make_list(N), dcount(N), stdev(N), avg(N)",
                "[0,0,null,\"\",\"[]\",0,0.0,\"NaN\"]");
        gives(empty + "summarize count() by S", "");
        gives(empty + "count", "[0]");
    }

    @Test
    void distinctAndBins() {
        gives(T + "T | distinct K", "[\"a\"]", "[\"b\"]", "[\"c\"]");
        gives(T + "T | where isnotnull(N) | distinct *| count", "[3]");
        gives(T + "T | summarize n = count() by bin(N, 2) | sort by N asc", "[null,1]", "[0,1]", "[2,2]");
    }

    @Test
    void joins() {
        String both = "let X = datatable(Key:string, V:long)['a',1,'b',2,'b',3,'c',4];"
                + "let Y = datatable(Key:string, W:long)['b',10,'c',20,'c',30,'d',40];";
        gives(
                both + "X | join kind=inner Y on Key | sort by V asc, W asc",
                "[\"b\",2,\"b\",10]",
                "[\"b\",3,\"b\",10]",
                "[\"c\",4,\"c\",20]",
                "[\"c\",4,\"c\",30]");
        gives(
                both + "X | join Y on Key | sort by V asc, W asc",
                "[\"b\",2,\"b\",10]",
                "[\"c\",4,\"c\",20]",
                "[\"c\",4,\"c\",30]");
        gives(
                both + "X | join kind=leftouter (Y | where W < 20) on $left.Key == $right.Key | sort by V asc",
                "[\"a\",1,\"\",null]",
                "[\"b\",2,\"b\",10]",
                "[\"b\",3,\"b\",10]",
                "[\"c\",4,\"\",null]");
        gives(both + "X | join kind=leftanti Y on Key", "[\"a\",1]");
        gives(both + "X | join kind=leftsemi Y on Key | count", "[3]");
        gives("datatable(k:long)[long(null), 1] | join kind=inner (datatable(k:long)[long(null), 1]) on k", "[1,1]");
        refuses(both + "X | join ^kind=fullouter Y on Key", "The kind of join fullouter is not supported");
        refuses(both + "X | join kind=inner Y on ^Nothing", "does not refer to any known column of the left side");
    }

    @Test
    void unions() {
        String both = "let A = datatable(x:long)[1]; let B = datatable(x:int, y:string)[2, 'b'];";
        gives(both + "union withsource=Table A, B", "[\"A\",1,null,\"\"]", "[\"B\",null,2,\"b\"]");
        assertThat(columns(both + "union withsource=Table A, B"))
                .isEqualTo("Table:string x_long:long x_int:int y:string");
        gives(both + "A | union (B | project y)", "[1,\"\"]", "[null,\"b\"]");
        gives("union kind=inner (print a=1, b=2), (print b=3, c=4)", "[2]", "[3]");
    }

    @Test
    void searches() {
        String rows = "let S = datatable(A:string, B:string, N:long)['one error', 'x', 404, 'two', 'errors', 5];";
        gives(rows + "S | search 'error' | project N", "[404]");
        gives(rows + "S | search 'ERR*' | project N", "[404]", "[5]");
        gives(rows + "S | search '404' or B:'errors' | project N", "[404]", "[5]");
        gives(rows + "S | search kind=case_sensitive 'ERROR' | count", "[0]");
        gives(rows + "S | search 'error' and N > 500 | count", "[0]");
        gives(rows + "S | where * contains 'wo' | project N", "[5]");
    }

    @Test
    void parses() {
        String text =
                "print s = 'Event: resourceName=Pipeline, totalSlices=27, lockTime=02/17/2016 08:40:00, end' | parse s with ";
        gives(
                text
                        + "* 'resourceName=' Name ', totalSlices=' Total:long * 'lockTime=' Locked:date ', ' Rest | project Name, Total, Locked, Rest",
                "[\"Pipeline\",27,\"2016-02-17T08:40:00Z\",\"end\"]");
        gives(text + "* 'nothing=' X:long | project X", "[null]");
        gives("print s='a=x b=2' | parse s with 'a=' A:long ' b=' B:long | project A, B", "[null,null]");
        gives("print s='a=x b=2' | parse kind=relaxed s with 'a=' A:string ' b=' B:long | project A, B", "[\"x\",2]");
    }

    @Test
    void expansions() {
        gives(
                "datatable(a:int, b:dynamic)[1, dynamic([10, 20]), 2, dynamic(['a', 'b'])] | mv-expand b",
                "[1,\"10\"]",
                "[1,\"20\"]",
                "[2,\"a\"]",
                "[2,\"b\"]");
        gives("print b = dynamic({'p':'x','q':1}) | mv-expand b", "[\"{\\\"p\\\":\\\"x\\\"}\"]", "[\"{\\\"q\\\":1}\"]");
        gives("print b = dynamic({'p':'x'}) | mv-expand kind=array b | project b[0], b[1]", "[\"p\",\"x\"]");
        gives(
                "print b = dynamic([1]), c = dynamic([5, 4]) | mv-expand with_itemindex=i b, c to typeof(long) limit 5",
                "[\"1\",5,0]",
                "[null,4,1]");
        gives("print b = dynamic([]) | mv-expand b", "");
        gives("print b = dynamic(null) | mv-expand b", "[null]");
    }

    @Test
    void namesOfItsOwn() {
        gives("let x = 2; let y = x * 2; print y", "[4]");
        gives("let limit = 1d / 1h; let T = datatable(n:long)[1, 30]; T | where n > limit", "[30]");
        gives("let T = datatable(n:long)[1, 2, 3]; let U = T | where n > 1; T | where n in (U) | count", "[2]");
    }

    @Test
    void whatIsNotSupportedIsRefusedByNameAndPlace() {
        refuses("print 1 | ^make-series count() on x", "The operator make-series is not supported");
        refuses("print 1 | ^lookup (print 1) on x", "The operator lookup is not supported");
        refuses("print ^geo_distance_2points(1, 2, 3, 4)", "The function geo_distance_2points() is not supported");
        refuses("print ^guid(74be27de-1e4e-49d9-b579-fe0b331d3642)", "The type guid is not supported");
        refuses("print x=1 | summarize ^hll(x)", "hll() is not supported");
        refuses("^range x from 1 to 3 step 1", "The source range is not supported");
        refuses("print x=1 | ^nonsense", "'nonsense' is no operator");
        refuses("print 'a' ^> 'b'", "not defined for the operand types string and string");
        refuses("print 1 ^== 'a'", "Cannot compare values of types long and string");
        refuses("print ^count()", "stands in a summarize only");
        refuses("^Nowhere | take 1", "Failed to resolve table or column expression named 'Nowhere'");
        refuses("print 1; ^print 2", "More than one answer");
        refuses("print 1 | where true and^", "an expression");
    }

    @Test
    void anExpressionOfTooManyOperatorsIsRefused() {
        gives("print 1" + " + 1".repeat(500), "[501]");
        refuses("^print 1" + " + 1".repeat(200_000), "so many operators");
        refuses("^print x = 1 | where " + "true or ".repeat(100_000) + "x > 1", "so many operators");
    }

    @Test
    void aQueryThatTakesTooLongEnds() {
        AtomicLong nanos = new AtomicLong();
        KqlTable endless = new EndlessTable();
        assertThatExceptionOfType(KqlException.class)
                .isThrownBy(() -> Kql.query(
                                "Endless | count",
                                List.of(endless),
                                List.of(),
                                Asked.NOW,
                                Duration.ofSeconds(3),
                                () -> nanos.addAndGet(1_000_000_000))
                        .next())
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(KqlException.Kind.LIMIT))
                .withMessageContaining("longer than 3000 ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "join kind=inner D on k | join kind=inner D on k | join kind=inner D on k | count",
                "extend l = dynamic([1,2,3,4,5,6,7,8,9,10]) | mv-expand a = l | mv-expand b = l | mv-expand c = l"
                        + " | mv-expand d = l | count"
            })
    void rowsThatAQueryMakesOfFewTakeTimeToo(String steps) {
        AtomicLong nanos = new AtomicLong();
        String query = "let D = datatable(k:int)[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]; D | " + steps;
        assertThatExceptionOfType(KqlException.class)
                .isThrownBy(() -> Kql.query(
                                query,
                                List.of(),
                                List.of(),
                                Asked.NOW,
                                Duration.ofSeconds(3),
                                () -> nanos.addAndGet(1_000_000_000))
                        .next())
                .withMessageContaining("longer than 3000 ms");
    }

    @Test
    void aQueryTellsHowManyRowsItHasRead() {
        KqlAnswer answer = Kql.query(
                "Endless | take 1000000 | summarize sum(n)",
                List.of(new EndlessTable()),
                List.of(),
                Asked.NOW,
                Duration.ofMinutes(10),
                System::nanoTime);
        assertThat(answer.next()).hasToString("[1000000]");
        assertThat(answer.rowsRead()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where x matches regex 'REGEX'",
                "extend y = extract('(REGEX)', 1, x)",
                "extend y = replace_regex(x, 'REGEX', '')",
                "extend y = trim('REGEX', x)"
            })
    void anExpressionThatJavaNeverEndsIsGivenUp(String step) {
        String query = "print x = '" + "a".repeat(60) + "' | " + step.replace("REGEX", "a*".repeat(12) + "b");
        assertThatExceptionOfType(KqlException.class)
                .as(step)
                .isThrownBy(() -> Asked.rows(query))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(KqlException.Kind.LIMIT))
                .withMessageContaining("The regular expression takes too long on a text of 60 characters");
    }
}
