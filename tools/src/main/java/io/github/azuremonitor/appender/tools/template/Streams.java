package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Streams as configurations need them: appenders of one stream add up. */
final class Streams {
    private final Map<String, Map<String, ColumnType>> streams = new LinkedHashMap<>();

    /** Which appender asked for a stream's column first; for messages. */
    private final Map<String, String> askers = new LinkedHashMap<>();

    static List<Stream> of(List<Sender> senders) throws BadInput {
        var streams = new Streams();
        for (Sender sender : senders) {
            for (String name : sender.streams()) {
                streams.add(sender.where(), name, sender.columns());
            }
        }
        var found = new ArrayList<Stream>();
        streams.streams.forEach((name, columns) -> found.add(new Stream(name, columns)));
        return found;
    }

    private void add(String where, String name, List<Column> sent) throws BadInput {
        Map<String, ColumnType> columns = streams.computeIfAbsent(name, any -> new LinkedHashMap<>());
        for (Column column : sent) {
            ColumnType before = columns.putIfAbsent(column.name(), column.type());
            String asker = askers.putIfAbsent(name + ' ' + column.name(), where);
            if (before != null && before != column.type()) {
                throw new BadInput(where + ": column " + column.name() + " of stream " + name + " is "
                        + column.type().text() + ", but " + before.text() + " in " + asker);
            }
        }
    }
}
