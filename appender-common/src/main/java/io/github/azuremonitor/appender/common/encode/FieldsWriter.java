package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;
import java.util.List;

/** Some values of an event as one JSON object. Any thread. */
final class FieldsWriter implements ColumnWriter {
    private final FieldName name;
    private final FieldsPart[] lastToFirst;
    private final Redactor redactor;
    private final String column;

    /**
     * @param name under which the object is written
     * @param column what remarks call it
     */
    FieldsWriter(FieldName name, List<FieldsPart> parts, Redactor redactor, String column) {
        this.name = name;
        this.lastToFirst = new FieldsPart[parts.size()];
        for (int i = 0; i < lastToFirst.length; i++) {
            lastToFirst[i] = parts.get(parts.size() - 1 - i);
        }
        this.redactor = redactor;
        this.column = column;
    }

    @Override
    public void write(LoggedEvent event, JsonRow row) {
        ObjectFields object = row.object();
        object.begin(name, redactor, column);
        for (int i = 0; i < lastToFirst.length; i++) {
            object.part(i == lastToFirst.length - 1);
            lastToFirst[i].write(event, object);
        }
        object.end();
    }
}
