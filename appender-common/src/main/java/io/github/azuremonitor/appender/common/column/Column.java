package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.function.UnaryOperator;

/**
 * One column of a row.
 *
 * @param name as in the DCR stream; case matters to Azure
 * @param type type in the DCR stream
 * @param content where the value comes from
 * @param finish what is done to the value before it is written
 */
public record Column(String name, ColumnType type, Content content, Finish finish) {
    /** Whether a step {@code hash} needs a key. */
    public boolean hasKeys() {
        return finish.hasKeys();
    }

    /** The same with other keys of its steps {@code hash}. */
    public Column withKeys(UnaryOperator<PseudonymKey> keys) {
        return new Column(name, type, content, finish.withKeys(keys));
    }

    /** Whether anything of that kind is read for this column. */
    public boolean reads(Kind kind) {
        return content.reads(kind);
    }

    /** Whether the whole column is a value of that kind, or of one of several alternatives. */
    public boolean shows(Kind kind) {
        return content instanceof Content.Choice && reads(kind);
    }
}
