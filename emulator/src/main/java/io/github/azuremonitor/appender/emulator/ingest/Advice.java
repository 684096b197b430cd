package io.github.azuremonitor.appender.emulator.ingest;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.problem.Similar;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An explanation of a refusal for people; the service's own words rarely are one.
 *
 * @param cause what is wrong, in a sentence
 * @param fix what to do, in a sentence
 */
record Advice(String cause, String fix) {
    /**
     * For an error of the ingestion route.
     *
     * @param audience whom the token is meant for
     */
    static Advice on(Answer refusal, Call call, Map<String, DcrDefinition> rules, String audience) {
        String code = refusal.code() == null ? "" : refusal.code();
        DcrDefinition rule = rules.get(String.valueOf(call.dcrImmutableId()));
        return switch (code) {
            case "UnsupportedApiVersion" ->
                new Advice(
                        "The api-version is " + quoted(call.query("api-version")) + ".", "Use api-version=2023-01-01.");
            case "MissingToken" ->
                new Advice(
                        "The request has no bearer token.",
                        "Give the client a credential: IDENTITY_ENDPOINT and IDENTITY_HEADER, or the app registration.");
            case "InvalidToken" ->
                new Advice(
                        "The token was not issued by this emulator.",
                        "Let the client get its token here: see the environment that is printed at the start.");
            case "ExpiredToken" ->
                new Advice(
                        "The token has expired.", "Get a new one before the old one ends; look at the client's clock.");
            case "InvalidAudience" ->
                new Advice(
                        "The token's audience is " + audience + ", that of ingestion is https://monitor.azure.com.",
                        "Ask for the scope https://monitor.azure.com/.default (monitor.azure.us and .cn in their clouds).");
            case "NotFound" -> unknownRule(call, rules);
            case "OperationFailed" ->
                new Advice(
                        "The identity has no role on the rule.",
                        "Assign Monitoring Metrics Publisher on the rule to the service principal; it takes up to 30 minutes.");
            case "InvalidStream" -> unknownStream(call, rule);
            case "TooManyRequests" ->
                new Advice(
                        "The rule's limit per minute is exceeded.",
                        "Wait for Retry-After, and send fewer, larger requests.");
            case "ContentLengthLimitExceeded" ->
                new Advice(
                        "The body has " + call.wireBytes() + " bytes.", "Send at most 1,048,576 of them; gzip helps.");
            case "PayloadSizeLimitExceeded" ->
                new Advice(
                        "The body inflates to too much.",
                        "Send at most 1 MB of JSON in a request, as Microsoft's pages say.");
            case "MalformedJson" ->
                new Advice(
                        "The body is no JSON array of objects; Azure answers 204 and loses the rows.",
                        "Send [{…},{…}] in UTF-8, also for a single row.");
            case "UnsupportedMediaType" ->
                new Advice(
                        "Content-Type is " + quoted(call.header("Content-Type")) + ", Content-Encoding "
                                + quoted(call.header("Content-Encoding")) + ".",
                        "Send application/json, and gzip or no encoding.");
            default ->
                refusal.status() == 405
                        ? new Advice("The method is " + call.method() + ".", "Rows are sent by POST.")
                        : new Advice("The body is empty.", "Send a JSON array of objects.");
        };
    }

    private static Advice unknownRule(Call call, Map<String, DcrDefinition> rules) {
        return new Advice(
                "There is no rule " + call.dcrImmutableId() + ".",
                "Use the rule's immutableId, not its name; here there is " + String.join(", ", rules.keySet()) + ".");
    }

    private static Advice unknownStream(Call call, @Nullable DcrDefinition rule) {
        if (rule == null) {
            return new Advice("The rule has no such stream.", "Use a stream that the rule declares.");
        }
        String stream = String.valueOf(call.stream());
        String meant = Similar.to(stream, rule.streams().keySet())
                .map(similar -> "Did you mean " + similar + "?")
                .orElse("It has " + String.join(", ", rule.streams().keySet()) + ".");
        return new Advice("The rule has no stream " + stream + ".", meant);
    }

    private static String quoted(@Nullable String value) {
        return value == null ? "missing" : "'" + value + "'";
    }

    @Override
    public String toString() {
        return cause + " " + fix;
    }
}
