package io.github.azuremonitor.appender.common.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects slips in the elements with which Log4j2's loggers refer to an appender. With a misspelt level, such as WRAN,
 * Log4j2 passes on everything, and an unknown element or attribute it ignores. Not thread-safe.
 */
public final class ReferenceSlips {
    /** The element's name, in any case. */
    public static final String ELEMENT = "AppenderRef";

    private static final Set<String> ATTRIBUTES = Set.of("ref", "level");
    private static final Set<String> RESULTS = Set.of("ACCEPT", "NEUTRAL", "DENY");

    private final String appender;
    private final Predicate<String> isLevel;
    private final List<SettingProblem> slips = new ArrayList<>();

    /**
     * Starts with no slips.
     *
     * @param isLevel whether there is a level of that name, which is in upper case
     */
    public ReferenceSlips(String appender, Predicate<String> isLevel) {
        this.appender = appender;
        this.isLevel = isLevel;
    }

    /**
     * Checks a reference.
     *
     * @param attributes with their resolved values
     */
    public void reference(Map<String, String> attributes) {
        attributes.keySet().stream()
                .filter(name -> !ATTRIBUTES.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(this::unknown);
        filter(attributes);
    }

    /**
     * Checks a filter within a reference.
     *
     * @param attributes with their resolved values
     */
    public void filter(Map<String, String> attributes) {
        attributes.forEach((name, text) -> {
            String value = text.strip().toUpperCase(Locale.ROOT);
            switch (name.toLowerCase(Locale.ROOT)) {
                case "level" -> {
                    if (!isLevel.test(value)) {
                        add(name, text, "is no level; write one such as WARN");
                    }
                }
                case "onmatch", "onmismatch" -> {
                    if (!RESULTS.contains(value)) {
                        add(name, text, "is no result; write ACCEPT, NEUTRAL or DENY");
                    }
                }
                default -> {}
            }
        });
    }

    /** An element within the reference, or an attribute of it, that Log4j2 does not know. */
    public void unknown(String name) {
        // Log4j2 reads an element without content as an attribute.
        add(name, null, "there is no such attribute or filter; correct the name or remove it");
    }

    /** The slips so far. */
    public List<SettingProblem> slips() {
        return List.copyOf(slips);
    }

    private void add(String name, @Nullable String value, String advice) {
        slips.add(new SettingProblem(name + " in an AppenderRef to " + appender, value, advice));
    }
}
