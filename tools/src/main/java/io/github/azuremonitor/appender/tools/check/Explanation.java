package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.deliver.Advice;
import io.github.azuremonitor.appender.common.deliver.Fate;
import io.github.azuremonitor.appender.common.send.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer means and what to do, in one sentence. Pure. */
public final class Explanation {
    private static final Pattern OBJECT_ID = Pattern.compile("objectId '?([0-9A-Za-z-]{1,64})'?");

    private static final String LATER = "try again later, as an appender does by itself";

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

    /** @param named what the stream comes from, for people */
    Explanation(String rule, String stream, String named) {
        this.rule = rule;
        this.stream = stream;
        this.named = named;
    }

    /** Whether the row was accepted. */
    public static boolean isAccepted(Outcome outcome) {
        return Fate.of(outcome) == Fate.ACCEPTED;
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
        if (outcome.code().equals("RecordsTimeRangeIsMoreThan30Minutes")) {
            return "the table has the plan Auxiliary and the times of a request lie too far apart; the appender splits"
                    + " such requests by itself";
        }
        if (outcome.code().equals("PayloadSizeLimitExceeded")) {
            return "the request has more than 50 MiB when it is inflated, which the appender's never have; something between"
                    + " here and Azure changes requests";
        }
        return switch (Fate.of(outcome)) {
            case ACCEPTED -> "accepted";
            case SPLIT_HALVES, SPLIT_BY_TIME ->
                "the request is too large; something between here and Azure allows less than 1 MB";
            default -> {
                Advice advice = Advice.of(
                        outcome, rule, stream, "correct " + named + ", or declare the stream ('template' does)");
                yield advice.cause() + "; " + (isPassing(outcome) ? LATER : advice.cure() + more(outcome));
            }
        };
    }

    private static boolean isPassing(Outcome outcome) {
        return Fate.of(outcome) == Fate.RETRY && outcome.status() != 429;
    }

    /** What helps somebody who looks on. */
    private static String more(Outcome outcome) {
        return switch (outcome.status()) {
            case 400 ->
                outcome.code().equals("InvalidStream")
                        ? ""
                        : " (--against rule.json), above all for an Auxiliary table, where JSON fits dynamic columns only";
            case 403 -> assignment(outcome);
            case 404 -> "; dcrImmutableId is the rule's immutableId and not its resource id";
            case 415 -> "; the content is not taken as gzipped JSON";
            default -> "";
        };
    }

    private static String assignment(Outcome outcome) {
        Matcher id = OBJECT_ID.matcher(
                outcome.detail() + " objectId " + idOf(outcome.credential().name()));
        return id.find()
                ? ": az role assignment create --role 'Monitoring Metrics Publisher' --assignee-object-id "
                        + id.group(1) + " --assignee-principal-type ServicePrincipal --scope RESOURCE-ID-OF-THE-RULE"
                : "";
    }

    /** The sender names a credential with the object id of its token, if it has one. */
    private static String idOf(String credential) {
        int at = credential.lastIndexOf("object id ");
        return at < 0 ? "" : credential.substring(at + "object id ".length());
    }
}
