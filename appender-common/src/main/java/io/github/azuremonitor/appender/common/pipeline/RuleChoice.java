package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of several data collection rules an instance takes: the one whose hash together with the instance's name is the
 * highest (rendezvous hashing). The same after each restart; and when a rule is added to n others, one instance in n + 1
 * changes to it and none between the others.
 */
final class RuleChoice {
    private RuleChoice() {}

    /**
     * The settings with the rules in this instance's order.
     *
     * @param instance name of the instance; asked only if there is a choice. Without one chance decides, which spreads
     *     instances as well, but anew after each start
     */
    static PipelineSettings of(PipelineSettings settings, Supplier<@Nullable String> instance) {
        List<String> rules = settings.dcrImmutableIds();
        if (rules.size() == 1) {
            return settings;
        }
        String name = instance.get();
        return settings.withRules(order(rules, name == null ? UUID.randomUUID().toString() : name));
    }

    static List<String> order(List<String> rules, String instance) {
        return rules.stream()
                .sorted(Comparator.comparingLong((String rule) -> hash(instance + '\n' + rule))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** FNV-1a, and then the mixing of MurmurHash3, without which similar names have similar hashes. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
