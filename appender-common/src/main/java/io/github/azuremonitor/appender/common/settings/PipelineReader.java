package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a pipeline and checks those that depend on each other. Lives as long as one reading. */
final class PipelineReader {
    private static final long MOST_BYTES = 1024 * SizeParser.GIGABYTE;

    private final SettingValues values;

    PipelineReader(SettingValues values) {
        this.values = values;
    }

    /** The settings of the pipeline; null where endpoint or rule are missing or wrong. */
    @Nullable PipelineSettings read() {
        CredentialReader credentials = new CredentialReader(values);
        PipelineSettings.Credential credential = credentials.read();
        PipelineSettings.Network network = network();
        URI endpoint = credentials.endpoint(network.trustedHosts());
        List<String> rules = values.readRequired(Setting.DCR_IMMUTABLE_ID, IdentifierParsers::dcrImmutableIds);
        PipelineSettings.Ring ring = ring();
        PipelineSettings.Batching batch = batch();
        PipelineSettings.Spooling spool = spool();
        int maxInFlight = values.read(Setting.MAX_IN_FLIGHT, IntegerParser.between(1, 64));
        Duration shutdownTimeout = values.read(Setting.SHUTDOWN_TIMEOUT, DurationParser.between("100ms", "5m"));
        PipelineSettings.OwnRows ownRows = ownRows();
        boolean jmx = values.read(Setting.JMX, WordParsers::onOff);
        boolean strict = values.read(Setting.STRICT, WordParsers::onOff);
        return endpoint == null || rules == null
                ? null
                : new PipelineSettings(
                        endpoint,
                        rules,
                        credential,
                        network,
                        ring,
                        batch,
                        spool,
                        maxInFlight,
                        shutdownTimeout,
                        ownRows,
                        jmx,
                        strict);
    }

    private PipelineSettings.OwnRows ownRows() {
        boolean dropReport = values.read(Setting.DROP_REPORT, WordParsers::onOff);
        Duration heartbeat = values.read(Setting.HEARTBEAT, PipelineSettings.OwnRows.PERIOD);
        String stream = values.readIfGiven(Setting.HEARTBEAT_STREAM, IdentifierParsers::streamName);
        if (stream != null && values.sound(Setting.HEARTBEAT) && heartbeat.isZero()) {
            values.warn(Setting.HEARTBEAT_STREAM, "has no effect without heartbeat; write heartbeat=60s for example");
        }
        return new PipelineSettings.OwnRows(dropReport, heartbeat, heartbeat.isZero() ? null : stream);
    }

    private PipelineSettings.Network network() {
        Set<String> trustedHosts = values.readIfGiven(Setting.TRUSTED_HOSTS, Hosts::read);
        Duration connect = values.read(Setting.CONNECT_TIMEOUT, DurationParser.between("100ms", "60s"));
        Duration request = values.read(Setting.REQUEST_TIMEOUT, DurationParser.between("100ms", "5m"));
        if (values.sound(Setting.CONNECT_TIMEOUT, Setting.REQUEST_TIMEOUT) && request.compareTo(connect) < 0) {
            if (values.given(Setting.REQUEST_TIMEOUT)) {
                values.problem(Setting.REQUEST_TIMEOUT, "is shorter than connectTimeout; write a longer one");
            } else {
                values.problem(Setting.CONNECT_TIMEOUT, "is longer than requestTimeout; write a shorter one");
            }
        }
        return new PipelineSettings.Network(
                values.readIfGiven(Setting.PROXY, new ProxyParser()),
                trustedHosts == null ? Set.of() : trustedHosts,
                connect,
                request);
    }

    private PipelineSettings.Ring ring() {
        WordParsers.Overflow overflow = values.read(Setting.WHEN_FULL, WordParsers::overflow);
        Duration maxBlock = values.read(Setting.MAX_BLOCK, DurationParser.between("1ms", "10s"));
        if (values.given(Setting.MAX_BLOCK)
                && values.sound(Setting.WHEN_FULL)
                && overflow.whenFull() == WhenFull.DROP) {
            values.warn(Setting.MAX_BLOCK, "has no effect with whenFull=drop");
        }
        return new PipelineSettings.Ring(
                values.read(Setting.RING_SIZE, IntegerParser.powerOfTwoBetween(64, 1 << 20)),
                overflow.whenFull(),
                overflow.dropBelow(),
                maxBlock);
    }

    private PipelineSettings.Batching batch() {
        Optional<Severity> flushLevel = values.read(Setting.FLUSH_LEVEL, WordParsers::levelOrNone);
        Long maxBytesPerHour =
                values.readIfGiven(Setting.MAX_BYTES_PER_HOUR, new SizeParser(PipelineSettings.MEGABYTE, MOST_BYTES));
        return new PipelineSettings.Batching(
                values.read(Setting.LINGER, DurationParser.between("10ms", "60s")),
                flushLevel.orElse(null),
                values.read(Setting.GZIP_LEVEL, IntegerParser.between(0, 9)),
                maxBytesPerHour == null ? 0 : maxBytesPerHour);
    }

    private PipelineSettings.Spooling spool() {
        Durability durability = values.read(Setting.DURABILITY, EnumParser.of(Durability.values()));
        Long maxBytes =
                values.readIfGiven(Setting.SPOOL_MAX_BYTES, new SizeParser(PipelineSettings.MEGABYTE, MOST_BYTES));
        Duration fsync = values.read(Setting.JOURNAL_FSYNC_INTERVAL, DurationParser.offOrBetween("10ms", "1h"));
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
                values.readIfGiven(Setting.SPOOL_DIRECTORY, IdentifierParsers::path),
                maxBytes == null ? 0 : maxBytes,
                values.read(Setting.SPOOL_MAX_AGE, DurationParser.between("1m", "365d")),
                fsync,
                values.read(Setting.DEAD_LETTER_MAX_BYTES, new SizeParser(0, MOST_BYTES)),
                values.read(Setting.DEAD_LETTER_MAX_AGE, DurationParser.between("1m", "365d")));
    }
}
