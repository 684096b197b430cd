package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.event.Structure;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a column's value ready to be written: redacts it, fits it to the column's type, cuts it. */
final class Finisher {
    private final String column;
    private final ColumnType type;
    private final int maxBytes;
    private final Redactor redactor;
    private final String names;

    /** Whether a text stays what it is. */
    private final boolean keepsTexts;

    Finisher(Column column) {
        this.column = column.name();
        this.type = column.type();
        this.maxBytes = column.finish().maxBytes();
        this.keepsTexts = column.finish().equals(Finish.NONE) && type == ColumnType.STRING;
        this.redactor = new Redactor(column.finish().redactions(), column.name());
        this.names = column.name()
                + column.content().sources().stream()
                        .map(source -> " " + source.key())
                        .collect(Collectors.joining());
    }

    /**
     * The value as it is written, or null if it does not fit.
     *
     * @param row told if it is cut, and whose listener is told if it does not fit
     */
    @Nullable Object finished(Object value, JsonRow row, String logger) {
        if (keepsTexts && value instanceof String) {
            return value;
        }
        // Redacted before it is cut, or half of something would escape the expression.
        Object redacted = redactor.redacted(value, row.remarks());
        Object typed = TypedValue.of(type, redacted);
        if (typed == null) {
            row.remarks().unfit(column, logger, () -> UnfitValue.shown(names, redacted));
            return null;
        }
        if (type == ColumnType.STRING && redacted instanceof Structure structure && structure.isCut()) {
            row.cut();
        }
        return maxBytes < Values.FIELD_BYTES && typed instanceof String text ? fit(text, row) : typed;
    }

    private String fit(String text, JsonRow row) {
        String fit = FieldText.fit(text, maxBytes);
        if (FieldText.isCut(fit, maxBytes)) {
            row.cut();
        }
        return fit;
    }
}
