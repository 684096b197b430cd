package io.github.azuremonitor.appender.emulator.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.fault.Faults;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.rows.RowStore;
import io.github.azuremonitor.appender.emulator.wire.RequestLog;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** How the emulator stands, as one JSON object. Safe for use by several threads. */
public final class Overview {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Problem.Kind> OF_COLUMNS = EnumSet.of(
            Problem.Kind.IGNORED_PROPERTY, Problem.Kind.WRONG_TYPE, Problem.Kind.CUT_VALUE, Problem.Kind.REPLACED_TIME);

    private final Rules rules;
    private final RequestLog ingestion;
    private final RequestLog token;
    private final Faults faults;
    private final Faults tokenFaults;
    private final Problems problems;
    private final RowStore store;
    private final Supplier<Connection> connection;

    /** @param connection known once the emulator listens */
    public Overview(
            Rules rules,
            RequestLog ingestion,
            RequestLog token,
            Faults faults,
            Faults tokenFaults,
            Problems problems,
            RowStore store,
            Supplier<Connection> connection) {
        this.rules = rules;
        this.ingestion = ingestion;
        this.token = token;
        this.faults = faults;
        this.tokenFaults = tokenFaults;
        this.problems = problems;
        this.store = store;
        this.connection = connection;
    }

    /** Grows with everything that is shown. */
    long changes() {
        return rules.now().version()
                + ingestion.changes()
                + token.changes()
                + faults.changes()
                + tokenFaults.changes()
                + problems.changes()
                + store.changes();
    }

    String json() {
        List<Problem> all = problems.newestFirst();
        ObjectNode state = JSON.createObjectNode()
                .put("requests", ingestion.arrivals())
                .put("refusals", ingestion.refusals())
                .put("tokenRequests", token.arrivals())
                .put("problems", all.size())
                .put("lossyColumns", lossyColumns(all))
                .put("queries", true);
        long rows = 0;
        ArrayNode streams = state.putArray("streams");
        for (RowStore.Source source : store.sources()) {
            long count = store.count(source);
            rows += count;
            streams.addObject()
                    .put("rule", source.dcrImmutableId())
                    .put("stream", source.stream())
                    .put("rows", count)
                    .put("kept", store.kept(source));
        }
        state.put("rows", rows);
        ArrayNode armed = state.putArray("faults");
        faults.armed().forEach(armed::add);
        tokenFaults.armed().forEach(text -> armed.add("token endpoints, " + text));
        putRules(state.putArray("rules"));
        state.set("connection", JSON.valueToTree(connection.get()));
        state.putObject("changes")
                .put("requests", ingestion.changes() + token.changes())
                .put("problems", problems.changes())
                .put("rules", rules.now().version())
                .put("rows", store.changes());
        return state.toString();
    }

    private static long lossyColumns(List<Problem> all) {
        return all.stream()
                .filter(problem -> OF_COLUMNS.contains(problem.kind()))
                .map(problem -> problem.dcrImmutableId() + " " + problem.stream() + " " + problem.subject())
                .distinct()
                .count();
    }

    private void putRules(ArrayNode array) {
        for (DcrDefinition rule : rules.now().rules().values()) {
            ArrayNode streams = array.addObject().put("id", rule.immutableId()).putArray("streams");
            rule.streams().forEach((name, columns) -> {
                ObjectNode stream = streams.addObject().put("name", name);
                ArrayNode list = stream.putArray("columns");
                columns.forEach((column, type) -> list.addObject()
                        .put("name", column)
                        .put("type", type.name().toLowerCase(Locale.ROOT)));
            });
        }
    }
}
