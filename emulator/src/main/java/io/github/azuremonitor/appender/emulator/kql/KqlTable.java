package io.github.azuremonitor.appender.emulator.kql;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a query reads. */
public interface KqlTable {
    /** The name, as queries have it. */
    String name();

    /** The columns, in their order. */
    List<KqlColumn> columns();

    /**
     * The rows, each with a place for every column; {@link KqlValues} tells the Java types. Called once for each time that
     * the query reads the table.
     *
     * @param wanted the columns that are looked at; others may be left null
     */
    Iterator<@Nullable Object[]> rows(Set<String> wanted);
}
