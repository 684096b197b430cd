package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.rule.StreamCheck;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One appender, read without a fault. Not by the reader of settings: where to send, and as whom, is not known before the
 * template is deployed.
 *
 * @param where file and name, for messages
 * @param configured its own stream, as configured
 * @param routed streams of its routes, as configured
 * @param heartbeat time between two heartbeats; zero for none
 * @param heartbeatStream of their own, or empty
 */
record Sender(
        String where,
        String configured,
        List<String> routed,
        List<Column> columns,
        Duration heartbeat,
        String heartbeatStream) {
    static List<Sender> of(List<AppenderConfig> appenders, Function<String, @Nullable String> environment)
            throws BadInput {
        var senders = new ArrayList<Sender>();
        for (AppenderConfig appender : appenders) {
            senders.add(of(appender, environment));
        }
        return senders;
    }

    private static Sender of(AppenderConfig appender, Function<String, @Nullable String> environment) throws BadInput {
        String where = appender.file() + ": appender " + appender.name();
        String configured = appender.text(Setting.STREAM_NAME, environment);
        String name = Stream.declared(configured);
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
        var sender = new Sender(
                where,
                configured,
                routes.streams(),
                list.columns(),
                PipelineSettings.OwnRows.period(appender.text(Setting.HEARTBEAT, environment)),
                appender.text(Setting.HEARTBEAT_STREAM, environment));
        // A rule that is given knows more than the list of Azure's tables; the appender judges so, too.
        if (appender.text(Setting.DCR, environment).isEmpty()) {
            sender.checks().forEach(check -> faults.addAll(check.tableFaults()));
        }
        if (!faults.isEmpty()) {
            throw new BadInput(where + ": columns: " + String.join("; ", faults));
        }
        return sender;
    }

    /** Every stream that rows go to, its own first, as a rule declares them, each once. */
    List<String> streams() {
        var names = new LinkedHashSet<String>();
        names.add(Stream.declared(configured));
        routed.forEach(name -> names.add(Stream.declared(name)));
        if (!heartbeatStream.isEmpty()) {
            names.add(Stream.declared(heartbeatStream));
        }
        return List.copyOf(names);
    }

    /** What is known of Azure's own tables. */
    List<StreamCheck.Unchecked> checks() {
        return streams().stream()
                .map(stream -> StreamCheck.without(stream, columns, null))
                .toList();
    }

    /** Why the name of the stream has no value. */
    private static String remarks(AppenderConfig appender) {
        return appender.remarks().stream()
                .filter(remark -> remark.startsWith(Setting.STREAM_NAME.flatName() + ':'))
                .map(remark -> "; " + remark)
                .collect(Collectors.joining());
    }
}
