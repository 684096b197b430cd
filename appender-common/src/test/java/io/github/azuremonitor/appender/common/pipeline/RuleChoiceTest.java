package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many instances have to spread over the rules without talking to each other. */
class RuleChoiceTest {
    private static final List<String> RULES = rules(3);

    @Test
    void anInstanceTakesTheSameRuleAfterARestartHoweverTheListIsOrdered() {
        List<String> turned = List.of(RULES.get(2), RULES.get(0), RULES.get(1));
        for (String instance : instances(100)) {
            assertThat(RuleChoice.order(turned, instance))
                    .as(instance)
                    .isEqualTo(RuleChoice.order(RULES, instance))
                    .containsExactlyInAnyOrderElementsOf(RULES);
        }
    }

    @Test
    void instancesWithSimilarNamesSpreadEvenly() {
        assertThat(shares(RULES, 1_000).values())
                .as("instances of each of three rules")
                .hasSize(3)
                .allMatch(count -> count > 270 && count < 400);
    }

    @Test
    void whenARuleIsRefusedItsInstancesSpreadOverTheOthers() {
        Map<String, Integer> second = new HashMap<>();
        for (String instance : instances(1_000)) {
            List<String> order = RuleChoice.order(RULES, instance);
            if (order.get(0).equals(RULES.get(0))) {
                second.merge(order.get(1), 1, Integer::sum);
            }
        }
        assertThat(second.values()).as("where they go").hasSize(2).allMatch(count -> count > 120);
    }

    @Test
    void anAddedRuleMovesNoInstanceBetweenTheOthers() {
        List<String> more = rules(4);
        int moved = 0;
        for (String instance : instances(1_000)) {
            String before = RuleChoice.order(RULES, instance).get(0);
            String after = RuleChoice.order(more, instance).get(0);
            if (!after.equals(before)) {
                assertThat(after).as(instance).isEqualTo(more.get(3));
                moved++;
            }
        }
        assertThat(moved).isBetween(200, 300);
    }

    @Test
    void oneRuleAsksForNoName() {
        PipelineSettings settings = Settings.with().pipeline();

        PipelineSettings chosen = RuleChoice.of(settings, () -> {
            throw new AssertionError("it was asked");
        });

        assertThat(chosen).isEqualTo(settings);
    }

    @Test
    void instancesWithoutANameSpreadToo() {
        PipelineSettings settings =
                Settings.with("dcrImmutableId", String.join(",", RULES)).pipeline();

        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> RuleChoice.of(settings, () -> null).dcrImmutableId())
                        .distinct())
                .hasSize(3);
    }

    private static Map<String, Integer> shares(List<String> rules, int count) {
        Map<String, Integer> shares = new HashMap<>();
        instances(count)
                .forEach(instance ->
                        shares.merge(RuleChoice.order(rules, instance).get(0), 1, Integer::sum));
        return shares;
    }

    private static List<String> instances(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("orders-7c9f8d6b5-" + i);
        }
        return names;
    }

    private static List<String> rules(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> String.format("dcr-%032x", i))
                .toList();
    }
}
