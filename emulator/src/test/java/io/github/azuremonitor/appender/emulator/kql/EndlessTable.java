package io.github.azuremonitor.appender.emulator.kql;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A table whose rows do not end. */
final class EndlessTable implements KqlTable {
    @Override
    public String name() {
        return "Endless";
    }

    @Override
    public List<KqlColumn> columns() {
        return List.of(new KqlColumn("n", KqlType.LONG));
    }

    @Override
    public Iterator<Object[]> rows(Set<String> wanted) {
        return Stream.generate(() -> new Object[] {1L}).iterator();
    }
}
