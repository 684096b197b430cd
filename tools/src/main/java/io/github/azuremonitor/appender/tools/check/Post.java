package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.HttpSenders;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One POST as an application would make it: with its credential, proxy, trust store and timeouts. */
final class Post {
    /** The credentials of a chain are tried one after the other, each with its own timeout. */
    private static final Duration FOR_A_TOKEN = Duration.ofMinutes(3);

    private final PipelineSettings settings;
    private final Reporter reporter;

    Post(PipelineSettings settings, Reporter reporter) {
        this.settings = settings;
        this.reporter = reporter;
    }

    /** The same to this rule alone. */
    Post to(String rule) {
        return new Post(settings.withRules(List.of(rule)), reporter);
    }

    /** The same without a token, which Azure refuses: any answer shows that the network path works. */
    Post withoutToken() {
        PipelineSettings.Credential given = settings.credential();
        var none = new PipelineSettings.Credential(
                CredentialKind.NONE, given.audience(), given.authorityHost(), null, null, null, null);
        return new Post(
                new PipelineSettings(
                        settings.endpoint(),
                        settings.dcrImmutableIds(),
                        none,
                        settings.network(),
                        settings.ring(),
                        settings.batch(),
                        settings.spool(),
                        settings.maxInFlight(),
                        settings.shutdownTimeout(),
                        settings.ownRows(),
                        settings.jmx(),
                        settings.strict()),
                reporter);
    }

    /** The outcome, or null if there was none in time. */
    @Nullable Outcome send(Batch batch) {
        var answer = new CompletableFuture<Outcome>();
        long patience = settings.network().requestTimeout().plus(FOR_A_TOKEN).toMillis();
        try (Sender sender = HttpSenders.create(settings, Time.SYSTEM, reporter, new Ledger())) {
            sender.send(batch, answer::complete);
            return answer.thenApply(outcome -> (@Nullable Outcome) outcome)
                    .completeOnTimeout(null, patience, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException impossible) {
            return null;
        }
    }
}
