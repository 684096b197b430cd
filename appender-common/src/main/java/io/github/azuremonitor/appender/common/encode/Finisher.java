package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a column's value ready to be written: redacts it, fits it to the column's type, cuts it. */
final class Finisher {
    private final String column;
    private final ColumnType type;
    private final int maxBytes;
    private final Redactor redactor;
    private final Remarks remarks;
    private final String names;

    Finisher(Column column, Remarks remarks) {
        this.column = column.name();
        this.type = column.type();
        this.maxBytes = column.finish().maxBytes();
        this.redactor = new Redactor(column.finish().redactions(), column.name(), remarks);
        this.remarks = remarks;
        this.names = column.name()
                + column.content().sources().map(source -> " " + source.key()).collect(Collectors.joining());
    }

    /** The value as it is written, or null if it does not fit. */
    @Nullable Object finished(Object value) {
        // Redacted before it is cut, or half of something would escape the expression.
        Object redacted = redactor.redacted(value);
        Object typed = TypedValue.of(type, redacted);
        if (typed == null) {
            remarks.unfit(column, () -> UnfitValue.shown(names, redacted));
            return null;
        }
        return maxBytes < FieldText.MAX_BYTES && typed instanceof String text ? FieldText.fit(text, maxBytes) : typed;
    }
}
