package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Streams as configurations need them: appenders of one stream add up. */
final class Streams {
    private final Map<String, Map<String, ColumnType>> streams = new LinkedHashMap<>();

    /** Which appender asked for a stream's column first; for messages. */
    private final Map<String, String> askers = new LinkedHashMap<>();

    static List<Stream> of(List<AppenderConfig> appenders, Function<String, @Nullable String> environment)
            throws BadInput {
        var streams = new Streams();
        for (AppenderConfig appender : appenders) {
            streams.add(appender, environment);
        }
        var found = new ArrayList<Stream>();
        streams.streams.forEach((name, columns) -> found.add(new Stream(name, columns)));
        return found;
    }

    private void add(AppenderConfig appender, Function<String, @Nullable String> environment) throws BadInput {
        String where = appender.file() + ": appender " + appender.name();
        String name = Stream.declared(appender.text(Setting.STREAM_NAME, environment));
        if (name.isEmpty() || name.contains("${")) {
            throw new BadInput(where + ": streamName is " + (name.isEmpty() ? "missing" : "unknown, " + name)
                    + "; write Custom- and the table's name, such as Custom-AppLogs_CL" + remarks(appender));
        }
        if (!Stream.isCustom(name)) {
            throw new BadInput(where + ": streamName " + name + " is not a custom stream; write Custom- and the table's"
                    + " name, such as Custom-AppLogs_CL");
        }
        var faults = new ArrayList<String>();
        ColumnList list = ColumnList.parse(appender.text(Setting.COLUMNS, environment), faults);
        if (!faults.isEmpty()) {
            throw new BadInput(where + ": columns: " + String.join("; ", faults));
        }
        RouteList routes = RouteList.parse(appender.text(Setting.ROUTES, environment), faults);
        if (!faults.isEmpty()) {
            throw new BadInput(where + ": routes: " + String.join("; ", faults));
        }
        var names = new LinkedHashSet<String>();
        names.add(name);
        routes.streams().forEach(routed -> names.add(Stream.declared(routed)));
        // A rule that is given knows more than the list of Azure's tables; the appender judges so, too.
        boolean isUnknown = appender.text(Setting.DCR, environment).isEmpty();
        for (String each : names) {
            AzureTable azure = AzureTable.ofStream(each);
            if (azure != null && isUnknown) {
                faults.addAll(azure.faults(list.columns()));
            }
        }
        if (!faults.isEmpty()) {
            throw new BadInput(where + ": columns: " + String.join("; ", faults));
        }
        for (String each : names) {
            add(where, each, list);
        }
    }

    /** Why the name of the stream has no value. */
    private static String remarks(AppenderConfig appender) {
        return appender.remarks().stream()
                .filter(remark -> remark.startsWith(Setting.STREAM_NAME.flatName() + ':'))
                .map(remark -> "; " + remark)
                .collect(Collectors.joining());
    }

    private void add(String where, String name, ColumnList list) throws BadInput {
        Map<String, ColumnType> columns = streams.computeIfAbsent(name, any -> new LinkedHashMap<>());
        for (Column column : list.columns()) {
            ColumnType before = columns.putIfAbsent(column.name(), column.type());
            String asker = askers.putIfAbsent(name + ' ' + column.name(), where);
            if (before != null && before != column.type()) {
                throw new BadInput(where + ": column " + column.name() + " of stream " + name + " is "
                        + column.type().text() + ", but " + before.text() + " in " + asker);
            }
        }
    }
}
