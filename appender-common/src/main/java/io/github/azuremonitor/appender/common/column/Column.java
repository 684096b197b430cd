package io.github.azuremonitor.appender.common.column;

/**
 * One column of a row.
 *
 * @param name as in the DCR stream; case matters to Azure
 * @param type type in the DCR stream
 * @param source where the value comes from
 */
public record Column(String name, ColumnType type, Source source) {
    static Column of(String name, Source.Kind kind) {
        return new Column(name, kind.type(), new Source(kind, ""));
    }
}
