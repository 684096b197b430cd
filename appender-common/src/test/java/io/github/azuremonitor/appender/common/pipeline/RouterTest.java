package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.routing.RouteList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Ledger ledger = new Ledger();

    @Test
    void theFirstRuleThatTakesAnEventDecides() {
        Router router =
                router("marker A -> Custom-A_CL; level INFO -> drop; marker B -> Custom-B_CL; logger x -> Custom-A_CL");
        assertThat(router.table(Severity.INFO, "x", "A", String::equals)).isEqualTo(1);
        assertThat(router.table(Severity.INFO, "x", "B", String::equals)).isNegative();
        assertThat(router.table(Severity.WARN, "x", "B", String::equals)).isEqualTo(2);
        assertThat(router.table(Severity.WARN, "x.y", "", String::equals)).isEqualTo(1);
        assertThat(router.table(Severity.WARN, "y", "", String::equals))
                .as("its own")
                .isZero();
    }

    @Test
    void whatIsLeftOutIsOfferedAndDroppedAndNobodysLoss() {
        Router router = router("level DEBUG -> drop; level INFO -> sample(30%) Custom-A_CL");
        int sent = 0;
        for (int i = 0; i < 10_000; i++) {
            router.table(Severity.DEBUG, "x", "", String::equals);
            sent += router.table(Severity.INFO, "x", "", String::equals) < 0 ? 0 : 1;
        }
        assertThat(sent).as("a seed that the test chose").isBetween(2_850, 3_150);
        var stats = ledger.read(0);
        assertThat(stats.dropped())
                .isEqualTo(Map.of(DropReason.ROUTED_OUT, 10_000L, DropReason.SAMPLED_OUT, 10_000L - sent));
        assertThat(stats.offered()).isEqualTo(stats.totalDropped());
        assertThat(stats.totalLost()).isZero();
    }

    @Test
    void aSampleOfOneSeedIsAlwaysTheSame() {
        assertThat(picked(router("level INFO -> sample(10%)"))).isEqualTo(picked(router("level INFO -> sample(10%)")));
    }

    @Test
    void aTraceIsKeptOrLeftOutAsAWhole() {
        Router router = router("logger x -> sample(10% by traceId)");
        Router elsewhere = router("logger x -> sample(10% by traceId)");
        int kept = 0;
        for (int trace = 0; trace < 10_000; trace++) {
            String id = String.format(Locale.ROOT, "%032x", trace * 0x9E3779B97F4A7C15L);
            boolean first = isKept(router, Severity.INFO, id);
            for (int event = 0; event < 5; event++) {
                assertThat(isKept(event < 3 ? router : elsewhere, event % 2 == 0 ? Severity.DEBUG : Severity.INFO, id))
                        .as("event %s of trace %s", event, id)
                        .isEqualTo(first);
            }
            kept += first ? 1 : 0;
            assertThat(isKept(router, Severity.WARN, id)).as("WARN and above").isTrue();
        }
        assertThat(kept).isBetween(900, 1_100);
    }

    @Test
    void aLargerShareKeepsTheTracesOfASmallerOne() {
        Router ten = router("logger x -> sample(10% by traceId)");
        Router half = router("logger x -> sample(50% by traceId)");
        for (int trace = 0; trace < 1_000; trace++) {
            if (isKept(ten, Severity.INFO, "t-" + trace)) {
                assertThat(isKept(half, Severity.INFO, "t-" + trace)).isTrue();
            }
        }
    }

    @Test
    void withoutATraceOrWithOneThatThrowsChanceDecides() {
        Router router = router("logger x -> sample(30% by traceId)");
        int kept = 0;
        for (int i = 0; i < 5_000; i++) {
            kept += router.table(Severity.INFO, "x", "", String::equals) >= 0 ? 1 : 0;
            kept += router.table(Severity.INFO, "x", "", String::equals, any -> {
                                throw new IllegalStateException("somebody's own MDC");
                            })
                            >= 0
                    ? 1
                    : 0;
        }
        assertThat(kept).isBetween(2_800, 3_200);
    }

    @Test
    void theSlotKnowsTheShareOfTheRuleThatTookTheEvent() {
        Router router = router("level DEBUG -> sample(25% by traceId) Custom-A_CL; logger x -> sample(50%)");
        var call = new LogCall();
        int sampled = 0;
        for (int trace = 0; trace < 100 && sampled < 3; trace++) {
            String id = "t-" + trace;
            int decided = router.table(Severity.DEBUG, "x", id, String::equals, each -> each);
            if (decided >= 0) {
                router.note(call, decided);
                assertThat(call.table()).isEqualTo(1);
                assertThat(call.event().sampleRate()).isEqualTo(0.25);
                sampled++;
            }
        }
        assertThat(sampled).isEqualTo(3);
        router.note(call, router.table(Severity.WARN, "y", "", String::equals));
        assertThat(call.event().sampleRate()).isEqualTo(1);
        assertThat(call.table()).isZero();
    }

    private static boolean isKept(Router router, Severity severity, String traceId) {
        return router.table(severity, "x", traceId, String::equals, id -> id) >= 0;
    }

    private static List<Integer> picked(Router router) {
        var picked = new ArrayList<Integer>();
        for (int i = 0; i < 1_000; i++) {
            if (router.table(Severity.INFO, "x", "", String::equals) >= 0) {
                picked.add(i);
            }
        }
        assertThat(picked).hasSizeBetween(50, 150);
        return picked;
    }

    private Router router(String routes) {
        var faults = new ArrayList<String>();
        RouteList list = RouteList.parse(routes, faults);
        assertThat(faults).isEmpty();
        var streams = new ArrayList<>(List.of("own"));
        return new Router(
                list,
                0,
                stream -> {
                    if (!streams.contains(stream)) {
                        streams.add(stream);
                    }
                    return streams.indexOf(stream);
                },
                new Random(7),
                ledger);
    }
}
