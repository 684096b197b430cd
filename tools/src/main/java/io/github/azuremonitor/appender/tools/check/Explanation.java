package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.send.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer means and what helps, in one sentence. Pure. */
public final class Explanation {
    private static final Pattern OBJECT_ID = Pattern.compile("objectId '?([0-9A-Za-z-]{1,64})'?");

    private final String rule;
    private final String stream;
    private final String named;

    /**
     * @param rule immutable id of the rule that was asked
     * @param stream the one of the row, which the setting {@code streamName} names
     */
    public Explanation(String rule, String stream) {
        this(rule, stream, "streamName");
    }

    /** @param named what names the stream, for people */
    Explanation(String rule, String stream, String named) {
        this.rule = rule;
        this.stream = stream;
        this.named = named;
    }

    /** Whether the row was accepted. */
    public static boolean isAccepted(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.ANSWERED && outcome.status() == 204 && outcome.fromService();
    }

    /** The answer, and what it means. */
    public String of(Outcome outcome) {
        return switch (outcome.kind()) {
            case NO_TOKEN, UNREACHABLE, TIMED_OUT -> outcome.code() + ": " + outcome.detail();
            case ANSWERED -> answer(outcome) + ": " + meaning(outcome);
        };
    }

    private static String answer(Outcome outcome) {
        String code = outcome.code().isEmpty() ? "" : " " + outcome.code();
        return outcome.status() + code + (outcome.detail().isEmpty() ? "" : " (" + outcome.detail() + ")");
    }

    private String meaning(Outcome outcome) {
        int status = outcome.status();
        if (outcome.code().equals("RecordsTimeRangeIsMoreThan30Minutes")) {
            return "the table has the plan Auxiliary and the times of a request lie too far apart; the appender splits"
                    + " such requests by itself";
        }
        if (outcome.code().equals("PayloadSizeLimitExceeded")) {
            return "the request has more than 50 MiB when it is inflated, which the appender's never have; something between"
                    + " here and Azure changes requests";
        }
        if (status == 204 || (status >= 200 && status < 400)) {
            return outcome.fromService() && status == 204
                    ? "accepted"
                    : "this is not the Logs Ingestion API; a proxy or a login page answers in its place, or endpoint is"
                            + " another service's";
        }
        return switch (status) {
            case 400 -> badRequest(outcome);
            case 401 ->
                "the token is not accepted; see that cloud, audience and the tenant of the credential are those of the"
                        + " rule";
            case 403 -> role(outcome);
            case 404 ->
                "there is no rule " + rule + " at this endpoint; copy dcrImmutableId from the rule's immutableId (not"
                        + " its resource id), and the endpoint from the same rule or an endpoint of the same region";
            case 407 -> "the proxy wants a login";
            case 408, 500, 502, 503, 504 ->
                "Azure fails at the moment; the appender keeps rows and tries again, so try again later";
            case 413 -> "the request is too large; something between here and Azure allows less than 1 MB";
            case 415 -> "the content is not taken as gzipped JSON; something between here and Azure changes requests";
            case 429 -> "the rule is throttled; it takes 12,000 requests and 2 GB a minute from all senders together";
            default -> "the Logs Ingestion API is not known to answer so; is something in between?";
        };
    }

    private String badRequest(Outcome outcome) {
        return outcome.code().equals("InvalidStream")
                ? "the rule has no stream " + stream + "; correct " + named
                        + ", or declare the stream ('template' does)"
                : "the row is refused; compare the columns with the stream's declaration (--against rule.json), above"
                        + " all for an Auxiliary table, where JSON fits dynamic columns only";
    }

    private String role(Outcome outcome) {
        Matcher id = OBJECT_ID.matcher(outcome.detail() + " objectId " + idOf(outcome.credential()));
        boolean known = id.find();
        String who = known ? "the identity with the object id " + id.group(1) : "the identity";
        return who + " has no right to send to this rule; give it the role Monitoring Metrics Publisher on the rule"
                + (known
                        ? " (az role assignment create --role 'Monitoring Metrics Publisher' --assignee-object-id "
                                + id.group(1)
                                + " --assignee-principal-type ServicePrincipal --scope RESOURCE-ID-OF-THE-RULE)"
                        : "")
                + " and wait up to 30 minutes";
    }

    /** The sender names a credential with the object id of its token, if it has one. */
    private static String idOf(String credential) {
        int at = credential.lastIndexOf("object id ");
        return at < 0 ? "" : credential.substring(at + "object id ".length());
    }
}
