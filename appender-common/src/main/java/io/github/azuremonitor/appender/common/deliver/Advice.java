package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.send.Outcome;

/**
 * What an outcome says of Azure's side, and what to do about it: the one place for these sentences, which appenders and
 * tools print.
 *
 * @param cause what is wrong
 * @param cure what to change, or what happens by itself
 */
public record Advice(String cause, String cure) {
    /**
     * For an outcome that is no acceptance and asks for no split.
     *
     * @param rule immutable id of the data collection rule
     * @param stream the stream that was sent to
     * @param otherStream what to do about a stream that the rule does not have
     */
    public static Advice of(Outcome outcome, String rule, String stream, String otherStream) {
        return switch (Fate.of(outcome)) {
            case RETRY ->
                outcome.status() == 429
                        ? new Advice(
                                "Azure throttles",
                                "a rule takes 12,000 requests and 2 GB a minute: log less, or take a second rule beside "
                                        + rule)
                        : new Advice("Azure cannot be reached or is failing", "retrying");
            case NO_TOKEN -> new Advice("no token", "");
            case RENEW_CREDENTIAL, REFUSED_DCR -> refused(outcome, rule);
            case REFUSED_STREAM ->
                new Advice("the data collection rule " + rule + " has no stream " + stream, otherStream);
            case BISECT ->
                new Advice(
                        "every row for stream " + stream + " is refused",
                        "compare the columns with the stream's declaration in " + rule);
            case ACCEPTED, SPLIT_HALVES, SPLIT_BY_TIME, HOLD_SLOWLY ->
                new Advice(
                        "an answer that the Logs Ingestion API does not give",
                        "is a proxy or captive portal in between, or is endpoint another service?");
        };
    }

    private static Advice refused(Outcome outcome, String rule) {
        return switch (outcome.status()) {
            case 401 -> new Advice("Azure refuses the token", "check cloud, audience and tenant of the credential");
            case 403 ->
                new Advice(
                        "Azure refuses the identity",
                        "give it the role Monitoring Metrics Publisher on the data collection rule " + rule
                                + " and wait up to 30 minutes");
            default ->
                new Advice(
                        "Azure knows no data collection rule " + rule + " at this endpoint",
                        "check dcrImmutableId, and that the endpoint is of the same region");
        };
    }
}
