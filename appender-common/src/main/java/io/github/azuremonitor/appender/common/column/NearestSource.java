package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;

/** Guesses what somebody meant to write. */
final class NearestSource {
    private NearestSource() {}

    /** The source whose name is nearest to {@code text}, with the key that was written if it takes one. */
    static String to(String text) {
        int dot = text.indexOf('.');
        String key = dot < 0 ? "KEY" : text.substring(dot + 1);
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (Kind kind : Kind.values()) {
            if (kind.isQuoted() || kind.isWildcard()) {
                continue;
            }
            String name = kind.isKeyed() ? kind.prefix() + key : kind.text();
            int distance = Spelling.distance(text, name);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        return best;
    }
}
