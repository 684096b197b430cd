package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what makes a pipeline and compares settings that depend on each other. Lives as long as one reading. */
final class PipelineReader {
    private static final long MOST_BYTES = 1024 * SizeForm.GIGABYTE;

    private final Values values;

    PipelineReader(Values values) {
        this.values = values;
    }

    /** The settings of the pipeline; null where endpoint or rule are missing or wrong. */
    @Nullable PipelineSettings read() {
        CredentialReader credentials = new CredentialReader(values);
        PipelineSettings.Credential credential = credentials.read();
        PipelineSettings.Network network = network();
        URI endpoint = credentials.endpoint(network.trustedHosts());
        String rule = values.readRequired(Setting.DCR_IMMUTABLE_ID, Identifiers::dcrImmutableId);
        PipelineSettings.Ring ring = ring();
        PipelineSettings.Batching batch = batch();
        PipelineSettings.Spooling spool = spool();
        int maxInFlight = values.read(Setting.MAX_IN_FLIGHT, NumberForm.between(1, 64));
        Duration shutdownTimeout = values.read(Setting.SHUTDOWN_TIMEOUT, DurationForm.between("100ms", "5m"));
        boolean dropReport = values.read(Setting.DROP_REPORT, Words::onOff);
        boolean jmx = values.read(Setting.JMX, Words::onOff);
        boolean strict = values.read(Setting.STRICT, Words::onOff);
        return endpoint == null || rule == null
                ? null
                : new PipelineSettings(
                        endpoint,
                        rule,
                        credential,
                        network,
                        ring,
                        batch,
                        spool,
                        maxInFlight,
                        shutdownTimeout,
                        dropReport,
                        jmx,
                        strict);
    }

    private PipelineSettings.Network network() {
        Set<String> trustedHosts = values.readIfGiven(Setting.TRUSTED_HOSTS, Hosts::read);
        Duration connect = values.read(Setting.CONNECT_TIMEOUT, DurationForm.between("100ms", "60s"));
        Duration request = values.read(Setting.REQUEST_TIMEOUT, DurationForm.between("100ms", "5m"));
        if (values.sound(Setting.CONNECT_TIMEOUT, Setting.REQUEST_TIMEOUT) && request.compareTo(connect) < 0) {
            if (values.given(Setting.REQUEST_TIMEOUT)) {
                values.problem(Setting.REQUEST_TIMEOUT, "is shorter than connectTimeout; write a longer one");
            } else {
                values.problem(Setting.CONNECT_TIMEOUT, "is longer than requestTimeout; write a shorter one");
            }
        }
        return new PipelineSettings.Network(
                values.readIfGiven(Setting.PROXY, new ProxyForm()),
                trustedHosts == null ? Set.of() : trustedHosts,
                connect,
                request);
    }

    private PipelineSettings.Ring ring() {
        Words.Overflow overflow = values.read(Setting.WHEN_FULL, Words::overflow);
        Duration maxBlock = values.read(Setting.MAX_BLOCK, DurationForm.between("1ms", "10s"));
        if (values.given(Setting.MAX_BLOCK)
                && values.sound(Setting.WHEN_FULL)
                && overflow.whenFull() == WhenFull.DROP) {
            values.warn(Setting.MAX_BLOCK, "has no effect with whenFull=drop");
        }
        return new PipelineSettings.Ring(
                values.read(Setting.RING_SIZE, NumberForm.powerOfTwoBetween(64, 1 << 20)),
                overflow.whenFull(),
                overflow.dropBelow(),
                maxBlock);
    }

    private PipelineSettings.Batching batch() {
        Optional<Severity> flushLevel = values.read(Setting.FLUSH_LEVEL, Words::levelOrNone);
        Long maxBytesPerHour =
                values.readIfGiven(Setting.MAX_BYTES_PER_HOUR, new SizeForm(SizeForm.MEGABYTE, MOST_BYTES));
        return new PipelineSettings.Batching(
                values.read(Setting.LINGER, DurationForm.between("10ms", "60s")),
                flushLevel.orElse(null),
                values.read(Setting.GZIP_LEVEL, NumberForm.between(0, 9)),
                maxBytesPerHour == null ? 0 : maxBytesPerHour);
    }

    private PipelineSettings.Spooling spool() {
        Durability durability = values.read(Setting.DURABILITY, WordForm.of(Durability.values()));
        Long maxBytes = values.readIfGiven(Setting.SPOOL_MAX_BYTES, new SizeForm(SizeForm.MEGABYTE, MOST_BYTES));
        Duration fsync = values.read(Setting.JOURNAL_FSYNC_INTERVAL, DurationForm.offOrBetween("10ms", "1h"));
        if (values.sound(Setting.DURABILITY)) {
            if (!fsync.isZero() && durability != Durability.JOURNAL) {
                values.warn(Setting.JOURNAL_FSYNC_INTERVAL, "has no effect; write durability=journal to use it");
            }
            if (values.given(Setting.SPOOL_DIRECTORY) && durability == Durability.MEMORY) {
                values.warn(Setting.SPOOL_DIRECTORY, "has no effect with durability=memory");
            }
        }
        return new PipelineSettings.Spooling(
                durability,
                values.readIfGiven(Setting.SPOOL_DIRECTORY, Identifiers::path),
                maxBytes == null ? 0 : maxBytes,
                values.read(Setting.SPOOL_MAX_AGE, DurationForm.between("1m", "365d")),
                fsync,
                values.read(Setting.DEAD_LETTER_MAX_BYTES, new SizeForm(0, MOST_BYTES)),
                values.read(Setting.DEAD_LETTER_MAX_AGE, DurationForm.between("1m", "365d")));
    }
}
