package io.github.azuremonitor.appender.emulator.dcr;

import java.util.List;

/**
 * Where rows of streams go.
 *
 * @param streams whose rows
 * @param transformKql transformation; {@code source} for none
 * @param outputStream {@code Custom-} or {@code Microsoft-} and the name of a table
 */
public record DataFlow(List<String> streams, String transformKql, String outputStream) {
    /** The transformation that changes nothing: {@value}. */
    public static final String SOURCE = "source";

    /** Keeps its own copy. */
    public DataFlow {
        streams = List.copyOf(streams);
    }

    /** A stream's rows unchanged, in the table of the same name. */
    static DataFlow of(String stream) {
        return new DataFlow(List.of(stream), SOURCE, stream);
    }

    /** The table, as queries call it. */
    public String table() {
        return outputStream.replaceFirst("^(Custom|Microsoft)-", "");
    }
}
