package io.github.azuremonitor.appender.common.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteGrammarTest {
    private final List<String> faults = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            ;                                # has no rule; write level < INFO -> Custom-Debug_CL for example
            -> drop                          # at character 1: '->' is no condition
            level -> drop                    # at character 7: '->' is not a level
            level < -> drop                  # at character 9: '->' is not a level
            level =< INFO -> drop            # at character 7: '=<' is no comparison; write <, <=, =, >= or >
            level == INFO -> drop            # at character 7: '==' is no comparison
            level != INFO -> drop            # at character 7: '!=' is no comparison
            level <> INFO -> drop            # at character 7: '<>' is no comparison
            level >== INFO -> drop           # at character 7: '>==' is no comparison
            logger *.acme -> drop            # at character 8: '*.acme' is no name of a logger, and no logger would fit; write com.acme for example
            logger com.*.acme -> drop        # at character 8: 'com.*.acme' is no name of a logger
            logger com.acme|org -> drop      # at character 8: 'com.acme|org' is no name of a logger
            logger com/acme -> drop          # at character 8: 'com/acme' is no name of a logger
            logger com.acme: -> drop         # at character 8: 'com.acme:' is no name of a logger
            logger .acme -> drop             # at character 8: '.acme' is no name of a logger
            logger com..acme -> drop         # at character 8: 'com..acme' is no name of a logger
            marker AUDIT* -> drop            # at character 8: 'AUDIT*' stands for itself, markers have no wildcards; write it in quotes if a marker is called so
            marker * -> drop                 # at character 8: '*' stands for itself
            marker A|B -> drop               # at character 8: 'A|B' stands for itself
            level < TRACE -> drop            # at character 7: no level is below TRACE
            level > FATAL -> drop            # at character 7: no level is above FATAL
            level OFF -> drop                # at character 7: 'OFF' is not a level; levels are TRACE, DEBUG
            logger -> drop                   # at character 8: here a name is missing, as in logger com.acme
            logger * -> drop                 # at character 8: '*' has no name of a logger; write com.acme, which
            logger "com.acme -> drop         # at character 8: this text has no closing quote
            logger com.acme.-> drop          # at character 17: here a blank is missing; write com.acme. ->
            logger com.acme->drop            # at character 16: here a blank is missing; write com.acme ->
            marker AUDIT ->drop now          # at character 21: 'now' is too much; rules are separated by ; or a new line
            marker AUDIT -> drop sample(1%)  # at character 22: 'sample(1%)' is too much
            marker AUDIT MONEY -> drop       # at character 14: 'MONEY -> drop' is neither and with another condition
            marker AUDIT and -> drop         # at character 18: '->' is no condition
            marker AUDIT and                 # at character 17: here a condition is missing
            marker AUDIT => drop             # at character 14: '=> drop' is neither and
            marker AUDIT ->                  # at character 16: here a target is missing
            marker AUDIT -> dorp             # at character 17: 'dorp' is the name of a table, not of a stream
            marker AUDIT -> custom-Audit_CL  # at character 17: 'custom-Audit_CL' begins in the wrong case
            level INFO -> sample             # at character 21: sample has its share in parentheses
            level INFO -> sample 10%         # at character 22: sample has its share in parentheses
            level INFO -> sample(0.1)        # at character 21: sample has its share in parentheses
            level INFO -> sample(-1%)        # at character 21: sample has its share in parentheses
            level INFO -> sample(1e1%)       # at character 21: sample has its share in parentheses
            level INFO -> sample(10%         # at character 21: sample has its share in parentheses
            level INFO -> sample(10% by tenant) # at character 26: behind the share only by traceId may stand
            level INFO -> sample(10% traceId) # at character 26: behind the share only by traceId may stand
            level INFO -> sample(10% by traceId # at character 26: behind the share only by traceId may stand
            level INFO -> sample(0%)         # at character 21: a share is above 0% and below 100%
            level INFO -> sample(100%)       # at character 21: a share is above 0% and below 100%
            level INFO -> sample(999.9%)     # at character 21: a share is above 0% and below 100%
            level INFO -> sample(5%) Debug   # at character 26: 'Debug' is the name of a table
            """)
    void aFaultPointsAtItsCharacterAndSaysWhatWouldBeRight(String text, String part) {
        RouteList.parse(text, faults);
        assertThat(faults).singleElement().asString().contains(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logger 'my:logger/x' -> drop",
                "logger com.acme.Orders$Line -> drop",
                "logger jdbc.sql-only -> drop",
                "marker 'A*' -> drop",
                "marker A.B -> drop"
            })
    void aNameInQuotesOrOfAClassIsTakenAsItIs(String text) {
        RouteList.parse(text, faults);
        assertThat(faults).isEmpty();
    }

    @Test
    void aRuleBehindAFaultyOneIsReadAllTheSame() {
        RouteList rules = RouteList.parse("""
                marker "a;b" oops; marker "open -> drop
                level INFO -> nowhere!
                marker AUDIT -> Custom-Audit_CL
                """, faults);
        assertThat(faults).hasSize(3);
        assertThat(faults.get(2)).startsWith("at line 2, character 15: 'nowhere!'");
        assertThat(rules.streams()).containsExactly("Custom-Audit_CL");
    }

    @Test
    void aRuleMayGoOnBehindAndAndBehindTheArrow() {
        RouteList rules =
                read("LEVEL<info AND\n  Logger com.acme and marker 'a b' ->\r\n Custom-A_CL;;\n ;level>=ERROR -> DROP");
        assertThat(rules.routes()).hasSize(2);
        assertThat(rules.first(Severity.DEBUG, "com.acme.X", "a b", String::equals))
                .isZero();
        assertThat(rules.first(Severity.DEBUG, "com.acme.X", "a", String::equals))
                .isEqualTo(-1);
        assertThat(rules.first(Severity.FATAL, "com.acme.X", "a b", String::equals))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<=", "=", "", ">=", ">"})
    void everyComparisonTakesTheLevelsThatItsSignSays(String sign) {
        for (Severity limit : Severity.values()) {
            faults.clear();
            RouteList rules = RouteList.parse("level " + sign + " " + limit + " -> drop", faults);
            for (Severity level : Severity.values()) {
                int order = level.compareTo(limit);
                boolean taken = switch (sign) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">=" -> order >= 0;
                    case ">" -> order > 0;
                    default -> order == 0;
                };
                assertThat(rules.first(level, "", "", String::equals) == 0)
                        .as("%s %s %s", level, sign, limit)
                        .isEqualTo(taken);
            }
        }
    }

    @Test
    void streamsAreNamedOnceInTheirOrder() {
        RouteList rules = read("level INFO -> sample(1%) Custom-B_CL; level WARN -> Custom-A_CL; level DEBUG -> drop;"
                + " level ERROR -> Custom-B_CL; level TRACE -> sample(3%)");
        assertThat(rules.streams()).containsExactly("Custom-B_CL", "Custom-A_CL");
        assertThat(rules.routes()).extracting(Route::share).containsExactly(0.01, 1.0, 0.0, 1.0, 0.03);
    }

    @Test
    void noTextMakesTheParserThrowOrStandStill() {
        String[] pieces = {
            "level",
            "logger",
            "marker",
            "and",
            "->",
            "<",
            "<=",
            ">",
            "=",
            "INFO",
            "com.acme",
            "\"",
            "'",
            "(",
            ")",
            "%",
            "10",
            "sample",
            "drop",
            "Custom-A_CL",
            ";",
            "\n",
            " ",
            "-",
            "\u00e4",
            "\t",
            ","
        };
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
            }
            faults.clear();
            RouteList rules = RouteList.parse(text.toString(), faults);
            assertThat(rules.routes().isEmpty() && faults.isEmpty())
                    .as("neither rules nor faults, seed %d: %s", seed, text)
                    .isFalse();
        }
    }

    private RouteList read(String text) {
        RouteList rules = RouteList.parse(text, faults);
        assertThat(faults).isEmpty();
        return rules;
    }
}
