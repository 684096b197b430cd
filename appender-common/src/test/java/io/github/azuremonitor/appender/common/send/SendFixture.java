package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchInfo;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.WhenFull;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;

/** Settings, batches and answers for the tests of this package. */
public final class SendFixture {
    public static final UUID REQUEST_ID = UUID.fromString("80de7db2-d8fe-057f-efce-a6439b2d95b9");

    private SendFixture() {}

    public static PipelineSettings.Credential noCredential() {
        return credential(CredentialKind.NONE, URI.create("https://login.microsoftonline.com"), null);
    }

    public static PipelineSettings.Credential credential(CredentialKind kind, URI authority, Path secretFile) {
        return new PipelineSettings.Credential(
                kind,
                "https://monitor.azure.com",
                authority,
                "72f988bf-86f1-41af-91ab-2d7cd011db47",
                "11111111-1111-1111-1111-111111111111",
                secretFile,
                null);
    }

    public static PipelineSettings settings(URI endpoint) {
        return settings(endpoint, noCredential(), null, Duration.ofSeconds(10));
    }

    public static PipelineSettings settings(
            URI endpoint,
            PipelineSettings.Credential credential,
            PipelineSettings.Proxy proxy,
            Duration requestTimeout) {
        return new PipelineSettings(
                endpoint,
                List.of("dcr-00000000000000000000000000000000"),
                credential,
                new PipelineSettings.Network(proxy, Set.of(), Duration.ofSeconds(5), requestTimeout),
                new PipelineSettings.Ring(1024, WhenFull.BLOCK, null, Duration.ofMillis(100)),
                new PipelineSettings.Batching(Duration.ofSeconds(5), null, 6, 0),
                new PipelineSettings.Spooling(
                        Durability.SPOOL, null, 0, Duration.ofDays(7), Duration.ZERO, 1, Duration.ofDays(1)),
                4,
                Duration.ofSeconds(10),
                new PipelineSettings.OwnRows(true, Duration.ZERO, null),
                true,
                false);
    }

    public static Batch batch() {
        byte[] body = "gzip".getBytes(StandardCharsets.UTF_8);
        return new Batch(1, REQUEST_ID, new BatchInfo("Custom-App Logs", 1, 10, 0, 0), body);
    }

    public static byte[] gzip(String text) {
        var body = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(body)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    /** Sends and waits; checks that the answer came once and from a thread of our own. */
    public static Outcome send(Sender sender) {
        var answers = new Answers();
        sender.send(batch(), answers);
        return answers.single();
    }

    /** Collects answers and where they came from. */
    public static final class Answers implements Consumer<Outcome> {
        public final List<Outcome> given = new CopyOnWriteArrayList<>();
        private final AtomicInteger foreign = new AtomicInteger();

        @Override
        public void accept(Outcome outcome) {
            if (!OwnThreads.isCurrent()) {
                foreign.incrementAndGet();
            }
            given.add(outcome);
        }

        public Outcome single() {
            await(1);
            assertThat(given).hasSize(1);
            return given.get(0);
        }

        public List<Outcome> await(int count) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(given::size, size -> size >= count);
            assertThat(foreign).hasValue(0);
            return given;
        }
    }

    /** Clocks that stand until they are moved. */
    public static final class MovedTime implements Time {
        private final AtomicLong millis = new AtomicLong(System.currentTimeMillis());

        public void move(Duration step) {
            millis.addAndGet(step.toMillis());
        }

        @Override
        public long nanos() {
            return millis.get() * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return millis.get();
        }
    }

    /** Collects the lines. */
    public static final class Lines implements Reporter {
        public final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void info(String message) {
            all.add(message);
        }

        @Override
        public void warn(String message) {
            all.add(message);
        }

        @Override
        public void error(String message) {
            all.add(message);
        }
    }
}
