package io.github.azuremonitor.appender.emulator.arm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resource's address, or that of all of one type in a resource group or workspace. Letters' case does not matter.
 *
 * @param path as it was written, without a slash at the end
 * @param group the resource group
 * @param name empty for all of the type
 */
record ResourceId(String path, String group, Type type, String name) {
    /** The types there are; case as Azure writes them. */
    enum Type {
        RULE("Microsoft.Insights/dataCollectionRules", true),
        ENDPOINT("Microsoft.Insights/dataCollectionEndpoints", true),
        WORKSPACE("Microsoft.OperationalInsights/workspaces", true),
        TABLE("Microsoft.OperationalInsights/workspaces/tables", false),
        QUERY("Microsoft.OperationalInsights/workspaces/savedSearches", false);

        private final String azure;
        private final boolean located;

        Type(String azure, boolean located) {
            this.azure = azure;
            this.located = located;
        }

        /** As in {@code "type"}. */
        String azure() {
            return azure;
        }

        /** Whether it needs a {@code location}. */
        boolean isLocated() {
            return located;
        }

        private static @Nullable Type of(String azure) {
            return Arrays.stream(values())
                    .filter(type -> type.azure.equalsIgnoreCase(azure))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final Pattern PATH = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/([^/]+)/providers/([^/]+/[^/]+)(?:/([^/]+)(?:/([^/]+)(?:/([^/]+))?)?)?",
            Pattern.CASE_INSENSITIVE);

    /** Null if the path is none of these. */
    static @Nullable ResourceId parse(String path) {
        Matcher parts = PATH.matcher(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (!parts.matches()) {
            return null;
        }
        boolean child = parts.group(4) != null;
        Type type = Type.of(child ? parts.group(2) + "/" + parts.group(4) : parts.group(2));
        String name = parts.group(child ? 5 : 3);
        return type == null ? null : new ResourceId(parts.group(), parts.group(1), type, name == null ? "" : name);
    }

    /** Whether it is one resource, and not all of a type. */
    boolean isOne() {
        return !name.isEmpty();
    }

    /** The same for all ways to write it. */
    String key() {
        return path.toLowerCase(Locale.ROOT);
    }

    /** Whether a resource, by its key, is one of those that this stands for. */
    boolean holds(String key) {
        String prefix = key() + "/";
        return key.startsWith(prefix) && key.indexOf('/', prefix.length()) < 0;
    }

    /** What Azure makes up at creation; here it is the same for the same address, so that it can be in a file. */
    UUID hash() {
        return UUID.nameUUIDFromBytes(key().getBytes(StandardCharsets.UTF_8));
    }
}
