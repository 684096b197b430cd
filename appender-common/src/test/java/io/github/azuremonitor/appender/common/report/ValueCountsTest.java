package io.github.azuremonitor.appender.common.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueCountsTest {
    private final Ledger ledger = new Ledger();

    @Test
    void theWorstPairComesFirst() {
        ledger.cutValue("Message", "a");
        ledger.unfitValue("OrderId", "b");
        ledger.cutValue("Message", "c");
        ledger.cutValue("Message", "c");
        ledger.unreadableValue();
        assertThat(ledger.values())
                .isEqualTo(new ValueStats(
                        3,
                        2,
                        0,
                        List.of(
                                new ValueStats.Origin("Message", "c", 2, 0),
                                new ValueStats.Origin("Message", "a", 1, 0),
                                new ValueStats.Origin("OrderId", "b", 0, 1))));
    }

    @Test
    void anApplicationThatMakesUpLoggersFillsNothing() {
        for (int i = 0; i < 10_000; i++) {
            ledger.cutValue("Message", "request " + i);
        }
        ledger.cutValue("Message", "request 0");
        ValueStats values = ledger.values();
        assertThat(values.origins()).hasSize(ValueCounts.MOST_ORIGINS + 1);
        assertThat(values.worst())
                .isEqualTo(new ValueStats.Origin("other", "other", 10_000 - ValueCounts.MOST_ORIGINS, 0));
        assertThat(values.origins().get(1)).isEqualTo(new ValueStats.Origin("Message", "request 0", 2, 0));
        assertThat(values.cut()).isEqualTo(10_001);
    }

    @Test
    void whatCameInBetweenIsTheDifference() {
        ledger.cutValue("Message", "a");
        ledger.cutValue("Message", "a");
        ValueStats before = ledger.values();
        ledger.cutValue("Message", "b");
        assertThat(ledger.values().since(before))
                .isEqualTo(new ValueStats(1, 0, 0, List.of(new ValueStats.Origin("Message", "b", 1, 0))));
        assertThat(ledger.values().since(ledger.values())).isEqualTo(ValueStats.NONE);
    }
}
