package io.github.azuremonitor.appender.emulator.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.List;

/**
 * {@code GET /problems}: why rows are missing, newest first, each cause once with its count; {@code stream}, {@code rule}
 * and {@code kind} narrow it down, {@code offset} and {@code limit} page. {@code DELETE} forgets them. Safe for use by
 * several threads.
 */
public final class ProblemsRoute implements Route {
    private final Problems problems;

    public ProblemsRoute(Problems problems) {
        this.problems = problems;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals("/problems");
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        if (call.method().equals("DELETE")) {
            problems.clear();
            return Answer.of(204);
        }
        if (!call.method().equals("GET")) {
            return Answer.notAllowed("GET, DELETE");
        }
        List<Problem> wanted = problems.newestFirst().stream()
                .filter(problem -> Filters.has(call, "stream", problem.stream()))
                .filter(problem -> Filters.has(call, "rule", problem.dcrImmutableId()))
                .filter(problem -> Filters.has(call, "kind", problem.kind().name()))
                .toList();
        return Paging.page("problems", wanted, call, ProblemsRoute::write);
    }

    private static void write(Problem problem, ObjectNode json) {
        json.put("kind", problem.kind().name())
                .put("rule", problem.dcrImmutableId())
                .put("stream", problem.stream())
                .put("subject", problem.subject())
                .put("count", problem.count())
                .put("first", problem.first().toString())
                .put("last", problem.last().toString())
                .put("sample", problem.sample())
                .put("cause", problem.cause())
                .put("fix", problem.fix());
    }
}
