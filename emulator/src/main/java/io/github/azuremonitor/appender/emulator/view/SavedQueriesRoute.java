package io.github.azuremonitor.appender.emulator.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.dcr.SavedQuery;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;

/**
 * {@code GET /saved-queries}: the workspace's saved queries and functions, as its files and requests define them at the
 * moment; {@code offset} and {@code limit} page. Safe for use by several threads.
 */
public final class SavedQueriesRoute implements Route {
    private final Rules rules;

    public SavedQueriesRoute(Rules rules) {
        this.rules = rules;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals("/saved-queries");
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        return call.method().equals("GET")
                ? Paging.page("queries", rules.now().queries(), call, SavedQueriesRoute::write)
                : Answer.notAllowed("GET");
    }

    private static void write(SavedQuery saved, ObjectNode json) {
        json.put("name", saved.name())
                .put("function", saved.function())
                .put("parameters", saved.parameters())
                .put("query", saved.query());
    }
}
