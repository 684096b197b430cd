package io.github.azuremonitor.appender.tools.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.common.send.JsonCalls.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the query API answered.
 *
 * @param rows objects with the names of columns, of {@link Kind#ROWS} alone
 * @param detail what Azure says, in one line; empty with rows
 * @param isTransient whether the same question may be answered later
 * @param retryAfter how long Azure asks to wait; zero if it does not
 */
public record WorkspaceAnswer(Kind kind, List<JsonNode> rows, String detail, boolean isTransient, Duration retryAfter) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What it comes to. */
    public enum Kind {
        /** An answer, even without rows. */
        ROWS,
        /** The credential gave none for this API. */
        NO_TOKEN,
        /** The identity may not read. */
        NO_ROLE,
        /** There is no such workspace, or not for this tenant. */
        NO_WORKSPACE,
        /** The query names a table that the workspace does not have. */
        NO_TABLE,
        /** Whatever else, a network that is not there included. */
        FAILED
    }

    /** Reads a reply. The codes are those that Azure's pages and people report; one that is unknown is shown as it is. */
    static WorkspaceAnswer of(Reply reply) {
        WorkspaceAnswer read = read(reply);
        boolean mayPass = reply.status() < 0 || reply.status() == 429 || reply.status() >= 500;
        return new WorkspaceAnswer(read.kind, read.rows, read.detail, mayPass, reply.retryAfter());
    }

    private static WorkspaceAnswer read(Reply reply) {
        if (reply.status() == 0) {
            return answer(Kind.NO_TOKEN, List.of(), reply.text());
        }
        if (reply.status() < 0) {
            return answer(Kind.FAILED, List.of(), reply.text());
        }
        JsonNode body;
        try {
            body = JSON.readTree(reply.text());
        } catch (JsonProcessingException noJson) {
            return answer(Kind.FAILED, List.of(), reply.status() + " without JSON, so not the query API");
        }
        if (reply.status() == 200 && body.path("tables").isArray()) {
            return answer(Kind.ROWS, rows(body.path("tables").path(0)), "");
        }
        var codes = new ArrayList<String>();
        String said = innermost(body.path("error"), codes);
        String detail = (reply.status() + " " + String.join(" ", codes) + (said.isEmpty() ? "" : ": " + said)).strip();
        return answer(kind(reply.status(), codes, said), List.of(), detail);
    }

    private static WorkspaceAnswer answer(Kind kind, List<JsonNode> rows, String detail) {
        return new WorkspaceAnswer(kind, rows, detail, false, Duration.ZERO);
    }

    private static Kind kind(int status, List<String> codes, String said) {
        if (status == 403) {
            return Kind.NO_ROLE;
        }
        if (status == 404 || codes.contains("PathNotFoundError") || codes.contains("WorkspaceNotFoundError")) {
            return Kind.NO_WORKSPACE;
        }
        boolean unknownName = said.contains("resolve") || said.contains("does not refer to any known");
        return codes.contains("SemanticError") && unknownName ? Kind.NO_TABLE : Kind.FAILED;
    }

    private static String innermost(JsonNode error, List<String> codes) {
        String said = "";
        for (JsonNode at = error; at.isObject(); at = at.path("innererror")) {
            codes.add(at.path("code").asText());
            said = at.path("message").asText(said);
        }
        return said.strip().replaceAll("\\s+", " ");
    }

    private static List<JsonNode> rows(JsonNode table) {
        var rows = new ArrayList<JsonNode>();
        for (JsonNode values : table.path("rows")) {
            ObjectNode row = JSON.createObjectNode();
            for (int i = 0; i < table.path("columns").size(); i++) {
                row.set(table.path("columns").path(i).path("name").asText(), values.path(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
