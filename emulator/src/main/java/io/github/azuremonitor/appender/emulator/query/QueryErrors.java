package io.github.azuremonitor.appender.emulator.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Errors in the form of the query API. The codes and their nesting are the real service's, as people report them
 * (Azure/azure-cli-extensions#3002, MicrosoftDocs/azure-docs#61086); what stands in the innermost message is ours, but
 * for its beginning.
 */
final class QueryErrors {
    /** What to do about a token that is refused. */
    static final String TOKEN_FIX = "Queries take a token for https://api.loganalytics.io.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private QueryErrors() {}

    static Answer of(KqlException fault, String query) {
        String message = String.valueOf(fault.getMessage());
        int line = fault.line(query);
        int column = fault.column(query);
        String place = " [line:position=" + line + ":" + column + "]";
        return switch (fault.kind()) {
            case SYNTAX ->
                badQuery(
                        "SyntaxError",
                        "A recognition error occurred in the query.",
                        "SYN0002",
                        "Query could not be parsed at '" + token(query, fault.position()) + "' on line [" + line + ","
                                + column + "]. " + message,
                        fault,
                        query);
            case SEMANTIC ->
                badQuery("SemanticError", "A semantic error occurred.", "SEM0100", message + place, fault, query);
            case UNSUPPORTED ->
                badQuery(
                        "SemanticError",
                        "The emulator does not support it.",
                        "EMULATOR0001",
                        message + place,
                        fault,
                        query);
            case LIMIT -> answer(504, "GatewayTimeout", message, null).advising(message);
        };
    }

    private static String token(String query, int at) {
        int end = Math.min(at, query.length());
        while (end < query.length() && end < at + 20 && Character.isLetterOrDigit(query.charAt(end))) {
            end++;
        }
        return at >= query.length() ? "" : query.substring(at, Math.max(end, at + 1));
    }

    private static Answer badQuery(
            String kind, String sentence, String code, String message, KqlException fault, String query) {
        ObjectNode inner = JSON.createObjectNode().put("code", kind).put("message", sentence);
        inner.putObject("innererror")
                .put("code", code)
                .put("message", message)
                .put("line", fault.line(query))
                .put("pos", fault.column(query))
                .put("token", token(query, fault.position()));
        return answer(400, "BadArgumentError", "The request had some invalid properties", inner)
                .advising(message);
    }

    static Answer badRequest(String message) {
        ObjectNode inner = JSON.createObjectNode().put("code", "BadRequest").put("message", message);
        return answer(400, "BadArgumentError", "The request had some invalid properties", inner)
                .advising(message);
    }

    /** The texts are reported ones; that a foreign audience is told so is unverified. */
    static Answer token(String fault, String message) {
        boolean missing = fault.equals("MissingToken");
        ObjectNode inner = JSON.createObjectNode().put("code", fault).put("message", message);
        return answer(
                        401,
                        missing ? "AuthorizationRequiredError" : "InvalidTokenError",
                        missing
                                ? "Valid authentication was not provided"
                                : "The provided authentication token is not valid or does not have the access required",
                        inner)
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .advising(message + " " + TOKEN_FIX);
    }

    /** What a test wants the service to say. */
    static Answer scripted(Fault fault) {
        return answer(fault.status(), String.valueOf(fault.code()), String.valueOf(fault.message()), null);
    }

    /** What an answer has that ends early. */
    static ObjectNode partial(String message) {
        ObjectNode error = JSON.createObjectNode()
                .put("code", "PartialError")
                .put("message", "There were some errors when processing your query.");
        error.putArray("details").addObject().put("code", "EngineError").put("message", message);
        return error;
    }

    private static Answer answer(int status, String code, String message, @Nullable ObjectNode inner) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error")
                .put("message", message)
                .put("code", code)
                .put("correlationId", UUID.randomUUID().toString());
        if (inner != null) {
            error.set("innererror", inner);
        }
        return Answer.json(status, body.toString());
    }
}
