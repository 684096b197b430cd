package io.github.azuremonitor.appender.logback;

import java.util.Iterator;
import java.util.List;
import org.slf4j.Marker;

/** A marker of the application's that cannot be asked what it stands for. */
@SuppressWarnings("deprecation") // SLF4J would have no marker refer to another any more
final class ThrowingMarker implements Marker {
    private static final long serialVersionUID = 1L;

    @Override
    public String getName() {
        return "THROWS";
    }

    @Override
    public void add(Marker reference) {}

    @Override
    public boolean remove(Marker reference) {
        return false;
    }

    @Override
    public boolean hasChildren() {
        return false;
    }

    @Override
    public boolean hasReferences() {
        return false;
    }

    @Override
    public Iterator<Marker> iterator() {
        return List.<Marker>of().iterator();
    }

    @Override
    public boolean contains(Marker other) {
        throw new IllegalStateException("asked");
    }

    @Override
    public boolean contains(String name) {
        throw new IllegalStateException("asked");
    }
}
