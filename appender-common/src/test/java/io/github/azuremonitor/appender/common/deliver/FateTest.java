package io.github.azuremonitor.appender.common.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of fates, a row a case. */
class FateTest {
    @ParameterizedTest(name = "{0} -> {2}")
    @MethodSource
    void eachOutcomeHasItsFate(String name, Outcome outcome, Fate fate) {
        assertThat(Fate.of(outcome)).isEqualTo(fate);
    }

    static Stream<Arguments> eachOutcomeHasItsFate() {
        return Stream.of(
                row("204", Outcomes.accepted(), Fate.ACCEPTED),
                row(
                        "204 over https of a gateway that strips headers",
                        Outcomes.acceptedWithoutHeaders(),
                        Fate.ACCEPTED),
                row("204 of a captive portal", Outcomes.fromProxy(204), Fate.HOLD_SLOWLY),
                row("200 of a captive portal", Outcomes.fromProxy(200), Fate.HOLD_SLOWLY),
                row("200", Outcomes.answered(200, ""), Fate.HOLD_SLOWLY),
                row("302", Outcomes.fromProxy(302), Fate.HOLD_SLOWLY),
                row("408", Outcomes.answered(408, ""), Fate.RETRY),
                row("429", Outcomes.throttled(Duration.ofSeconds(3)), Fate.RETRY),
                row("500 without a body", Outcomes.answered(500, ""), Fate.RETRY),
                row("503", Outcomes.answered(503, ""), Fate.RETRY),
                row("502 of a proxy", Outcomes.fromProxy(502), Fate.RETRY),
                row("connection refused", Outcomes.unreachable(), Fate.RETRY),
                row("timeout", Outcomes.timedOut(), Fate.RETRY),
                row("no token", Outcomes.noToken(), Fate.NO_TOKEN),
                row("401", Outcomes.unauthorised(false), Fate.RENEW_CREDENTIAL),
                row("401 to a renewed credential", Outcomes.unauthorised(true), Fate.REFUSED_DCR),
                row("403", Outcomes.answered(403, "OperationFailed"), Fate.REFUSED_DCR),
                row("404", Outcomes.answered(404, "NotFound"), Fate.REFUSED_DCR),
                row("400 InvalidStream", Outcomes.answered(400, "InvalidStream"), Fate.REFUSED_STREAM),
                row("413", Outcomes.answered(413, "ContentLengthLimitExceeded"), Fate.SPLIT_HALVES),
                row("time range", Outcomes.answered(400, "RecordsTimeRangeIsMoreThan30Minutes"), Fate.SPLIT_BY_TIME),
                row("400 with another code", Outcomes.answered(400, "MalformedJson"), Fate.BISECT),
                row("400 without a code", Outcomes.answered(400, ""), Fate.HOLD_SLOWLY),
                row("407 of a proxy", Outcomes.fromProxy(407), Fate.HOLD_SLOWLY),
                row("415", Outcomes.answered(415, "UnsupportedMediaType"), Fate.HOLD_SLOWLY));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 199, 205, 206, 299, 399, 418, 451, 499, 501, 505, 599, 999})
    void noStatusIsWithoutAFate(int status) {
        assertThat(Fate.of(Outcomes.answered(status, ""))).isNotEqualTo(Fate.ACCEPTED);
    }

    @Test
    void aRangeErrorIsKnownByItsCodeBecauseItsStatusIsNotDocumented() {
        assertThat(Fate.of(Outcomes.answered(422, "RecordsTimeRangeIsMoreThan30Minutes")))
                .isEqualTo(Fate.SPLIT_BY_TIME);
    }

    private static Arguments row(String name, Outcome outcome, Fate fate) {
        return Arguments.of(name, outcome, fate);
    }
}
