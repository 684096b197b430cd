package io.github.azuremonitor.appender.tools.cost;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.workspace.Explained;
import io.github.azuremonitor.appender.tools.workspace.Workspace;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceAnswer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a workspace says of the rows of a table, and of the table {@code Usage}, which is what the bill is made of. */
final class WorkspaceRows {
    private final Workspace workspace;
    private final String table;
    private final String since;
    private final List<Column> columns;
    private final CostQueries queries;
    private final PrintWriter progress;

    /** @param since such as {@code 1d} */
    WorkspaceRows(Workspace workspace, String table, String since, List<Column> columns, PrintWriter progress) {
        this.workspace = workspace;
        this.table = table;
        this.since = since;
        this.columns = columns;
        this.queries = new CostQueries(table, since, columns);
        this.progress = progress;
    }

    Measured measured() throws BadInput {
        var measured = new Measured(RowNames.of(columns));
        for (JsonNode row : ask("loggers and levels", queries.loggers())) {
            measured.add(row.path("logger").asText(), row.path("level").asText(), counted(row), size(row));
        }
        if (measured.rows() == 0) {
            throw new BadInput("--workspace: " + table + " has no row of the last " + since
                    + "; ask for more with --since, or see 'check --workspace'");
        }
        for (JsonNode row : ask("times", queries.times())) {
            measured.time(row.path("begin").asText());
            measured.time(row.path("end").asText());
        }
        for (JsonNode row : ask("columns", queries.lengths())) {
            columns.forEach(column -> measured.columns()
                    .add(column.name(), measured.rows(), row.path(column.name()).asLong()));
            measured.beyondShortTraces(row.path(CostQueries.BEYOND_SHORT_TRACES).asLong());
        }
        for (JsonNode row : ask("log statements", queries.templates())) {
            measured.templates()
                    .add(
                            row.path("logger").asText() + "  "
                                    + row.path("template").asText(),
                            counted(row),
                            size(row));
        }
        usage();
        return measured;
    }

    /** What the bill says, of all applications that write to the table. */
    private void usage() {
        WorkspaceAnswer answer = workspace.ask(usageQuery(table, since));
        String told =
                answer.kind() == WorkspaceAnswer.Kind.ROWS && !answer.rows().isEmpty()
                        ? String.format(
                                Locale.ROOT,
                                "%.1f MB",
                                answer.rows().get(0).path("megabytes").asDouble())
                        : "nothing: " + Explained.of(answer, "Usage");
        progress.println("Usage says of " + table + " in the last " + since + ": " + told);
        progress.flush();
    }

    static String usageQuery(String table, String since) {
        return "Usage | where TimeGenerated > ago(" + since + ") and DataType == '" + table
                + "' | summarize megabytes = sum(Quantity)";
    }

    private List<JsonNode> ask(String what, String query) throws BadInput {
        progress.println("… " + what);
        progress.flush();
        WorkspaceAnswer answer = workspace.ask(query);
        if (answer.kind() != WorkspaceAnswer.Kind.ROWS) {
            throw new BadInput("--workspace: " + Explained.of(answer, table));
        }
        return answer.rows();
    }

    private static long counted(JsonNode row) {
        return row.path("counted").asLong();
    }

    private static long size(JsonNode row) {
        return row.path("size").asLong();
    }
}
