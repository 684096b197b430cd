package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;

/**
 * One column of a row.
 *
 * @param name as in the DCR stream; case matters to Azure
 * @param type type in the DCR stream
 * @param content where the value comes from
 * @param finish what is done to the value before it is written
 */
public record Column(String name, ColumnType type, Content content, Finish finish) {
    /** Whether anything of that kind is read for this column. */
    public boolean reads(Kind kind) {
        return content.sources().anyMatch(source -> source.kind() == kind);
    }

    /** Whether the whole column is a value of that kind, be it one of several that may stand in for each other. */
    public boolean shows(Kind kind) {
        return content instanceof Content.Choice && reads(kind);
    }
}
