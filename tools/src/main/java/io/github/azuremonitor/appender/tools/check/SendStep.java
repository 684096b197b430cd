package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends the rows of the probes, and explains what Azure answers. */
final class SendStep {
    private final AppenderSettings settings;
    private final Post post;
    private final Steps steps;

    SendStep(AppenderSettings settings, Post post, Steps steps) {
        this.settings = settings;
        this.post = post;
        this.steps = steps;
    }

    /** A request without a token: Azure refuses it, which proves that name, network path and TLS are right. */
    boolean reaches(Probe probe) {
        if (settings.pipeline().credential().kind() == CredentialKind.NONE) {
            return true; // Would be the probe itself.
        }
        Outcome outcome = post.withoutToken().send(probe.batch());
        if (outcome == null || outcome.kind() != Outcome.Kind.ANSWERED) {
            steps.fail("endpoint", outcome == null ? "no answer" : outcome.code() + ": " + outcome.detail());
            return false;
        }
        URI endpoint = settings.pipeline().endpoint();
        boolean tls = "https".equals(endpoint.getScheme());
        steps.ok("endpoint", endpoint + addresses(endpoint.getHost()) + " answers" + (tls ? " over TLS" : ""));
        return true;
    }

    private boolean accepts(String rule, @Nullable Outcome outcome, String stream, boolean first) {
        if (outcome == null) {
            steps.fail("row", "no answer");
            return false;
        }
        var explanation = new Explanation(rule, stream, named(stream));
        if (outcome.kind() == Outcome.Kind.NO_TOKEN) {
            steps.fail(
                    "token",
                    "none from "
                            + (outcome.credential().name().isEmpty()
                                    ? "the credential"
                                    : outcome.credential().name()) + ": " + explanation.of(outcome));
            return false;
        }
        if (first
                && outcome.kind() == Outcome.Kind.ANSWERED
                && settings.pipeline().credential().kind() != CredentialKind.NONE) {
            steps.ok("token", "from " + outcome.credential().name());
        }
        if (!Explanation.isAccepted(outcome)) {
            steps.fail("row", explanation.of(outcome));
            return false;
        }
        String which = settings.pipeline().dcrImmutableIds().size() == 1 ? "" : " of " + rule;
        steps.ok("row", "accepted for " + stream + which + ", request id " + outcome.requestId());
        return true;
    }

    /** The setting, or the first route that leads to the stream. */
    private String named(String stream) {
        if (stream.equals(settings.table().streamName())) {
            return "streamName";
        }
        return Arrays.stream(settings.routes().text().split("[;\\n]"))
                .map(String::strip)
                .filter(route -> route.endsWith(stream))
                .findFirst()
                .map(route -> "the route '" + route + "' in routes")
                .orElse("routes");
    }

    /** With Private Link it matters whether these are private addresses. */
    private static String addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", ", " (", ")"));
        } catch (UnknownHostException knownToTheProxyOnly) {
            return "";
        }
    }

    /** The targets whose rows were accepted; each is sent to every rule, because any of them may have to take rows. */
    List<Target> send(List<Target> targets) {
        var accepted = new LinkedHashSet<Target>();
        for (String rule : settings.pipeline().dcrImmutableIds()) {
            boolean firstRule = rule.equals(settings.pipeline().dcrImmutableId());
            for (Target target : targets) {
                Outcome outcome = post.to(rule).send(target.probe().batch());
                boolean first = firstRule && target.equals(targets.get(0));
                if (accepts(rule, outcome, target.stream(), first)) {
                    accepted.add(target);
                } else if (outcome == null || !outcome.code().equals("InvalidStream")) {
                    break; // It would be the same for every other stream.
                }
            }
        }
        return List.copyOf(accepted);
    }
}
