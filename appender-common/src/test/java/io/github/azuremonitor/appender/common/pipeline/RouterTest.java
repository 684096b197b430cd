package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.routing.RouteList;
import java.util.ArrayList;
import java.util.List;
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
            sent += router.table(Severity.INFO, "x", "", String::equals) == 1 ? 1 : 0;
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

    private static List<Integer> picked(Router router) {
        var picked = new ArrayList<Integer>();
        for (int i = 0; i < 1_000; i++) {
            if (router.table(Severity.INFO, "x", "", String::equals) == 0) {
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
