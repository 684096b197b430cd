package io.github.azuremonitor.appender.tools.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.tools.workspace.Explained;
import io.github.azuremonitor.appender.tools.workspace.Workspace;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceAnswer;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceAnswer.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a running application's table says: who sends, how late, what the rule lost, and which columns it does not have. */
final class RunningStep {
    /** Rows on their way take seconds; this is more than {@code linger} after a 429 makes of it. */
    private static final double USUAL_DELAY_SECONDS = 300;

    /** The logger of this library's heartbeats. */
    private static final String HEARTBEATS = "io.github.azuremonitor.appender.heartbeat";

    private final Workspace workspace;
    private final String since;
    private final String day;
    private final List<Column> columns;
    private final Steps steps;

    /**
     * @param since such as {@code 15m}
     * @param day a day, or what is longer
     */
    RunningStep(Workspace workspace, String since, String day, List<Column> columns, Steps steps) {
        this.workspace = workspace;
        this.since = since;
        this.day = day;
        this.columns = columns;
        this.steps = steps;
    }

    /** Looks at one table; false if the others need not be asked. */
    boolean look(Target target) {
        String table = target.table();
        WorkspaceAnswer schema = workspace.ask(columnsQuery(table));
        if (schema.kind() != Kind.ROWS) {
            steps.fail("table", Explained.of(schema, table));
            return schema.kind() == Kind.NO_TABLE;
        }
        Set<String> there = schema.rows().stream()
                .map(row -> row.path("ColumnName").asText())
                .collect(Collectors.toSet());
        columns(table, there);
        instances(table, there);
        delay(table);
        losses(target);
        return true;
    }

    private void columns(String table, Set<String> there) {
        Set<String> missing = columns.stream()
                .map(Column::name)
                .filter(name -> !there.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (missing.isEmpty()) {
            steps.ok("columns", "all " + columns.size() + " are in " + table);
        } else {
            steps.fail(
                    "columns",
                    table + " does not have " + String.join(", ", missing)
                            + ", so Azure drops it; add it to table and stream ('template --merge' does)");
        }
    }

    private void instances(String table, Set<String> there) {
        boolean beats = there.contains(nameOf(Source.Kind.LOGGER)) && there.contains(nameOf(Source.Kind.MESSAGE));
        List<String> by = Stream.of(Source.Kind.APP_NAME, Source.Kind.APP_INSTANCE)
                .map(this::nameOf)
                .filter(there::contains)
                .toList();
        WorkspaceAnswer seen = workspace.ask(instancesQuery(table, day, since, by, beats ? this::nameOf : kind -> ""));
        if (seen.kind() != Kind.ROWS) {
            steps.fail("instances", Explained.of(seen, table));
            return;
        }
        String application = there.contains(nameOf(Source.Kind.APP_NAME)) ? nameOf(Source.Kind.APP_NAME) : "";
        Set<String> sending = seen.rows().stream()
                .filter(row -> row.path("events").asLong() > 0)
                .map(row -> row.path(application).asText())
                .collect(Collectors.toSet());
        for (JsonNode row : seen.rows()) {
            String who = by.isEmpty() ? "rows" : names(row, by);
            if (row.path("events").asLong() > 0) {
                steps.ok("instances", who + ": " + row.path("events").asLong() + " rows in " + since);
            } else {
                silent(who, row, sending.contains(row.path(application).asText()));
            }
        }
        if (seen.rows().isEmpty()) {
            steps.fail(
                    "instances",
                    "no row in " + table + " in " + day
                            + "; run check without --since from where the application runs");
        }
    }

    /** Each deployment leaves instances behind that are silent for good. */
    private void silent(String who, JsonNode row, boolean othersSend) {
        String last = row.path("lastSeen").asText();
        if (row.path("stopped").asBoolean()) {
            steps.note("instances", who + ": stopped in order, the last row came at " + last);
        } else if (othersSend && !row.path("beats").asBoolean()) {
            steps.note(
                    "instances",
                    who + ": no row in " + since + ", the last one came at " + last
                            + ", but another instance of the application sends: right if it was replaced (heartbeats tell)");
        } else {
            steps.fail(
                    "instances",
                    who + ": no row in " + since + ", the last one came at " + last
                            + "; it is gone, says nothing, or cannot send");
        }
    }

    /**
     * What each instance sent.
     *
     * @param seen how far back one is looked for
     * @param names empty where the table has no such column
     */
    static String instancesQuery(
            String table, String seen, String since, List<String> by, Function<Source.Kind, String> names) {
        String logger = names.apply(Source.Kind.LOGGER);
        String message = names.apply(Source.Kind.MESSAGE);
        String state = logger.isEmpty() || message.isEmpty()
                ? "''"
                : "iff(" + logger + " == '" + HEARTBEATS + "', " + message + ", '')";
        return table + " | where TimeGenerated > ago(" + seen + ")"
                + " | extend state = " + state
                + " | summarize events = countif(ingestion_time() > ago(" + since
                + ")), lastSeen = max(ingestion_time()),"
                + " running = max(iff(state startswith 'running', TimeGenerated, datetime(null))),"
                + " stopping = max(iff(state startswith 'stopping', TimeGenerated, datetime(null)))"
                + (by.isEmpty() ? "" : " by " + String.join(", ", by))
                + " | extend beats = isnotnull(running) or isnotnull(stopping),"
                + " stopped = isnotnull(stopping) and (isnull(running) or stopping >= running)";
    }

    private static String names(JsonNode row, List<String> by) {
        return by.stream()
                .map(name -> row.path(name).asText())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** Empty for none. */
    private String nameOf(Source.Kind kind) {
        return columns.stream()
                .filter(column -> column.shows(kind))
                .map(Column::name)
                .findFirst()
                .orElse("");
    }

    private void delay(String table) {
        WorkspaceAnswer late = workspace.ask(delayQuery(table, since));
        if (late.kind() != Kind.ROWS) {
            steps.note("delay", "not known: " + Explained.of(late, table));
            return;
        }
        for (JsonNode row : late.rows()) {
            double most = row.path("percentile_late_95").asDouble();
            String said = "half of the rows within "
                    + row.path("percentile_late_50").asLong() + " s, 95 % within " + (long) most + " s";
            if (most > USUAL_DELAY_SECONDS) {
                steps.fail("delay", said + "; see 'Rows arrive late' in docs/operations.md");
            } else {
                steps.ok("delay", said);
            }
        }
    }

    static String delayQuery(String table, String since) {
        return table + " | where ingestion_time() > ago(" + since + ")"
                + " | extend late = datetime_diff('second', ingestion_time(), TimeGenerated)"
                + " | summarize percentiles(late, 50, 95), events = count() | where events > 0";
    }

    static String lossesQuery(String stream, String since) {
        return "DCRLogErrors | where TimeGenerated > ago(" + since + ") and InputStreamId endswith '" + stream
                + "' | summarize requests = count() by Message | top 3 by requests desc";
    }

    static String columnsQuery(String table) {
        return table + " | getschema | project ColumnName";
    }

    private void losses(Target target) {
        WorkspaceAnswer lost = workspace.ask(lossesQuery(target.stream(), since));
        if (lost.kind() != Kind.ROWS) {
            steps.note(
                    "rule",
                    "DCRLogErrors is not there or not readable; the rule's diagnostic setting Log Errors fills it");
            return;
        }
        for (JsonNode row : lost.rows()) {
            steps.fail(
                    "rule",
                    row.path("requests").asLong() + " requests were accepted and lost: "
                            + row.path("Message").asText());
        }
        if (lost.rows().isEmpty()) {
            steps.ok("rule", "DCRLogErrors has nothing about " + target.stream() + " in " + since);
        }
    }
}
