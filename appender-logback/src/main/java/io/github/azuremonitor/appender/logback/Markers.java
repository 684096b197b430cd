package io.github.azuremonitor.appender.logback;

import io.github.azuremonitor.appender.common.event.NamedValues;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarker;

/**
 * An event's markers: most have a name, some carry named values instead. The references of the latter are treated as if
 * in its place; those of a marker with a name are searched for values only.
 */
// SLF4J discourages references, but libraries that put values into markers chain them.
@SuppressWarnings("deprecation")
final class Markers {
    /** More than anybody queries by; references may be circular. */
    private static final int MAX_MARKERS = 64;

    private final Set<Marker> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Consumer<Marker> named;
    private final Consumer<Marker> carriers;

    private Markers(Consumer<Marker> named, Consumer<Marker> carriers) {
        this.named = named;
        this.carriers = carriers;
    }

    /** The names, separated by commas, or null if there are none. Runs the application's code, which may throw. */
    static @Nullable String names(@Nullable List<Marker> markers) {
        if (markers == null || markers.isEmpty()) {
            return null;
        }
        if (markers.size() == 1 && isPlain(markers.get(0))) {
            return markers.get(0).getName();
        }
        var names = new StringBuilder();
        var visit =
                new Markers(marker -> names.append(names.isEmpty() ? "" : ",").append(marker.getName()), carrier -> {});
        markers.forEach(marker -> visit.visit(marker, true));
        return names.isEmpty() ? null : names.toString();
    }

    /** Passes each marker that carries values to {@code to}. Runs the application's code, which may throw. */
    static void carriers(@Nullable List<Marker> markers, Consumer<Marker> to) {
        if (markers == null || markers.isEmpty() || (markers.size() == 1 && isPlain(markers.get(0)))) {
            return;
        }
        var visit = new Markers(name -> {}, to);
        markers.forEach(marker -> visit.visit(marker, true));
    }

    private void visit(@Nullable Marker marker, boolean isShown) {
        if (marker == null || seen.size() == MAX_MARKERS || !seen.add(marker)) {
            return;
        }
        boolean carries = NamedValues.isCarrier(marker);
        if (carries) {
            carriers.accept(marker);
        } else if (isShown) {
            named.accept(marker);
        }
        if (marker.hasReferences()) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                visit(references.next(), isShown && carries);
            }
        }
    }

    /** Whether it is SLF4J's own kind without references, as nearly all are. */
    private static boolean isPlain(@Nullable Marker marker) {
        return marker == null || (marker.getClass() == BasicMarker.class && !marker.hasReferences());
    }
}
