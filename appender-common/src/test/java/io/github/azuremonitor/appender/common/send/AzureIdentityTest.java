package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.SendFixture.Answers;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.send.SendFixture.MovedTime;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real azure-identity against the emulator's token endpoint. */
class AzureIdentityTest {
    private final Lines lines = new Lines();
    private final MovedTime time = new MovedTime();
    private final Seen seen = new Seen();
    private final LogsEmulator emulator = LogsEmulator.builder().withHttps().build();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, Level> levels = new HashMap<>();

    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

    @TempDir
    private Path directory;

    private SSLContext trusted;
    private Path secretFile;
    private Sender sender;

    @BeforeEach
    void start() throws Exception {
        // The tests' own configuration silences the SDK; here it is to be heard, and the emulator's server is not.
        for (Logger logger : root.getLoggerContext().getLoggerList()) {
            levels.put(logger, logger.getLevel());
            if (logger != root) {
                logger.setLevel(null);
            }
        }
        ((Logger) LoggerFactory.getLogger("org.eclipse.jetty")).setLevel(Level.OFF);
        emulator.start();
        trusted = SSLContext.getDefault();
        SSLContext.setDefault(emulator.tls().sslContext());
        secretFile = Files.writeString(directory.resolve("secret"), "\uFEFF" + emulator.clientSecret() + "\r\n");
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        root.setLevel(Level.TRACE);
        seen.setContext(root.getLoggerContext());
        seen.start();
        root.addAppender(seen);
        sender = sender();
    }

    @AfterEach
    void stop() {
        sender.close();
        emulator.close();
        SSLContext.setDefault(trusted);
        root.detachAppender(seen);
        others.forEach(root::addAppender);
        levels.forEach(Logger::setLevel);
    }

    @Test
    void oneTokenServesManySendsAtOnceAndIsNamedToPeople() {
        var answers = new Answers();
        for (int i = 0; i < 16; i++) {
            sender.send(batch(), answers);
        }

        assertThat(answers.await(16)).allMatch(outcome -> outcome.status() == 204);
        assertThat(emulator.tokensIssued()).isEqualTo(1);
        assertThat(answers.given.get(0).credential().name())
                .isEqualTo("client-secret (client id " + emulator.clientId() + "), object id "
                        + emulator.application().objectId());
        assertThat(emulator.tokenRequests()).hasSize(1);
    }

    @Test
    void nothingThatPeopleReadHoldsTokenOrSecretAndAllOfItComesFromOwnThreads() {
        emulator.tokenFaults().next(Fault.status(503));
        var outcomes = new CopyOnWriteArrayList<Outcome>();
        outcomes.add(send());
        emulator.faults().next(Fault.refuseToken());
        outcomes.add(send());
        sender.renewCredential(outcomes.get(1));
        outcomes.add(send());
        write("wrong-secret-of-somebody");
        emulator.revokeTokens();
        outcomes.add(send());
        sender.renewCredential(outcomes.get(3));
        outcomes.add(send());

        assertThat(outcomes.get(4).code()).isEqualTo("AADSTS7000215");
        String read = outcomes + "\n" + lines.all + "\n" + String.join("\n", seen.texts);
        assertThat(seen.texts).isNotEmpty();
        assertThat(read)
                .doesNotContain(emulator.clientSecret())
                .doesNotContain("wrong-secret-of-somebody")
                .doesNotContain("eyJ");
        assertThat(seen.fromForeignThreads).isEmpty();
        assertThat(seen.loggers).contains("com.azure.identity.ClientSecretCredential");
    }

    @Test
    void aWrongSecretIsExplainedAndARotatedOneIsRead() {
        write("not-the-secret");

        var refused = send();

        assertThat(refused.kind()).isEqualTo(Outcome.Kind.NO_TOKEN);
        assertThat(refused.code()).isEqualTo("AADSTS7000215");
        assertThat(refused.detail()).startsWith("client-secret (client id").contains("use its value, not its id");
        assertThat(emulator.requests()).isEmpty();

        write(emulator.clientSecret());
        time.move(Duration.ofSeconds(2));
        assertThat(send().status()).isEqualTo(204);
    }

    @Test
    void aMissingSecretFileIsNamed() throws Exception {
        Files.delete(secretFile);

        var outcome = send();

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.NO_TOKEN);
        assertThat(outcome.code()).isEqualTo("CredentialUnavailable");
        assertThat(outcome.detail()).contains("clientSecretFile").contains("does not exist");
    }

    @Test
    void anUntrustedAuthorityIsExplained() {
        SSLContext.setDefault(trusted);
        var outcome = send();

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.NO_TOKEN);
        assertThat(outcome.code()).isEqualTo("SSLException");
        assertThat(outcome.detail()).contains("javax.net.ssl.trustStore");
    }

    @Test
    void anUntrustedEndpointIsExplained() {
        SSLContext.setDefault(trusted);
        sender.close();
        sender = HttpSenders.create(
                SendFixture.settings(emulator.httpsEndpoint()), time, lines, new Ledger(), direct(), new HttpClients());

        var outcome = send();

        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.UNREACHABLE);
        assertThat(outcome.code()).contains("SSL");
        assertThat(outcome.detail()).contains("does not trust").contains("javax.net.ssl.trustStore");
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndThenItIsTheConfiguration() {
        assertThat(send().status()).isEqualTo(204);
        emulator.faults().next(3, Fault.refuseToken());

        var first = send();
        assertThat(first.status()).isEqualTo(401);
        assertThat(first.afterRenewal()).isFalse();

        var second = send();
        assertThat(second.afterRenewal()).isFalse();
        sender.renewCredential(first);
        sender.renewCredential(second);
        var third = send();
        assertThat(third.afterRenewal()).isTrue();
        assertThat(emulator.tokensIssued()).isEqualTo(2);

        assertThat(send().status()).isEqualTo(204);
        emulator.faults().next(Fault.refuseToken());
        assertThat(send().afterRenewal()).isFalse();
    }

    @Test
    void aTokenIsUsedUntilShortlyBeforeItsEnd() {
        send();
        time.move(Duration.ofMinutes(54));
        send();
        assertThat(emulator.tokenRequests()).hasSize(1);

        time.move(Duration.ofMinutes(7));
        assertThat(send().status()).isEqualTo(204);
    }

    private Outcome send() {
        var answers = new Answers();
        sender.send(batch(), answers);
        return answers.single();
    }

    private void write(String secret) {
        try {
            Files.writeString(secretFile, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Sender sender() {
        var credential = new PipelineSettings.Credential(
                CredentialKind.CLIENT_SECRET,
                "https://monitor.azure.com",
                emulator.authorityHost(),
                emulator.tenantId(),
                emulator.clientId(),
                secretFile,
                null);
        var base = SendFixture.settings(emulator.httpEndpoint(), credential, null, Duration.ofSeconds(10));
        var settings = new PipelineSettings(
                base.endpoint(),
                List.of(emulator.dcrImmutableId()),
                credential,
                base.network(),
                base.ring(),
                base.batch(),
                base.spool(),
                4,
                base.shutdownTimeout(),
                new PipelineSettings.OwnRows(true, Duration.ZERO, null),
                true,
                false);
        return HttpSenders.create(settings, time, lines, new Ledger(), direct(), new HttpClients());
    }

    private static ProxyRoute direct() {
        return new ProxyRoute(ProxyRoute.Source.NOBODY, null, NoProxy.NOTHING, null);
    }

    private Batch batch() {
        String stream = emulator.rules().get(0).streams().keySet().iterator().next();
        byte[] body = SendFixture.gzip("[{\"Message\":\"hello\"}]");
        return new Batch(1, UUID.randomUUID(), new BatchInfo(stream, 1, 21, 0, 0), body);
    }

    /** What everybody logs. */
    private static final class Seen extends AppenderBase<ILoggingEvent> {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final List<String> loggers = new CopyOnWriteArrayList<>();
        final List<String> fromForeignThreads = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            texts.add(event.getFormattedMessage() + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()));
            loggers.add(event.getLoggerName());
            if (!OwnThreads.isCurrent()) {
                fromForeignThreads.add(event.getThreadName() + " " + event);
            }
        }
    }
}
