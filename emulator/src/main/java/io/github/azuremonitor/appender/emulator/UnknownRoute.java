package io.github.azuremonitor.appender.emulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;

/**
 * Every address that no other route claims. Code and message are those of the query API, as users have reported them; what the
 * ingestion API answers beside the documented status 404 is unverified.
 */
final class UnknownRoute implements Route {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADDRESSES =
            "Rows go to POST /dataCollectionRules/{rule}/streams/{stream}?api-version=2023-01-01,"
                    + " queries to POST /v1/workspaces/{any id}/query or GET /query?kql=…";

    @Override
    public boolean claims(Call call) {
        return true;
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        String what = "The emulator has no " + call.method() + " " + call.path() + ". " + ADDRESSES;
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error")
                .put("message", "The requested path does not exist")
                .put("code", "PathNotFoundError")
                .putObject("innererror")
                .put("code", "EMULATOR0002")
                .put("message", what);
        Answer answer = Answer.json(404, error.toString());
        return call.method().equals("GET") ? answer : answer.advising(what); // a browser asks for all kinds of things
    }
}
