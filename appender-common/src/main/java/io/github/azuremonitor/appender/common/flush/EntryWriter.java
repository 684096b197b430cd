package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.deliver.Courier;
import io.github.azuremonitor.appender.common.encode.RowBuffer;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Faults;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends the rows of the ring's entries, puts them into their batches, and counts those that fail. Flusher only. */
final class EntryWriter {
    private static final String TOO_LARGE = "the row is above 1 MB even with its texts cut to 1 KB and was not sent;"
            + " these are its first columns, ship fewer or shorter ones";

    private static final UUID NOT_SENT = new UUID(0, 0);

    private final Batcher batcher;
    private final Courier courier;
    private final Tables tables;
    private final Encoders encoders;
    private final VolumeLimiter volumeLimiter;
    private final RowVolumes volumes;
    private final Flushes flushes;
    private final @Nullable Severity flushLevel;
    private final Ledger ledger;
    private final Faults faults;
    private final Time time;
    private boolean levelSeen;
    private long lastRead;

    EntryWriter(
            PipelineSettings settings,
            Batcher batcher,
            Courier courier,
            Tables tables,
            Encoders encoders,
            Flushes flushes,
            Faults faults,
            PipelineContext context) {
        this.batcher = batcher;
        this.courier = courier;
        this.tables = tables;
        this.encoders = encoders;
        this.volumeLimiter = new VolumeLimiter(settings.batch().maxBytesPerHour(), context.reporter());
        this.volumes = new RowVolumes(tables, context.time());
        this.flushes = flushes;
        this.flushLevel = settings.batch().flushLevel();
        this.ledger = context.ledger();
        this.faults = faults;
        this.time = context.time();
    }

    /** Sequence of the event being read, or read last. */
    long lastRead() {
        return lastRead;
    }

    /** Whether an event came whose level asks for a cut. */
    boolean levelSeen() {
        return levelSeen;
    }

    /** What has come until now is cut. */
    void forgetLevel() {
        levelSeen = false;
    }

    /** What rows weigh; any thread. */
    VolumeStats volumes() {
        return volumes.read();
    }

    /** Ends hours of the volume limit that are over. */
    void tick(long nowNanos) {
        volumeLimiter.tick(nowNanos);
    }

    /** Takes an event of the application; whatever happens to it is counted. */
    void event(RingEntry entry) {
        lastRead = entry.sequence();
        ledger.offered();
        if (!entry.isComplete()) {
            lost(entry, DropReason.CAPTURE_FAILED);
            return;
        }
        try {
            DropReason refused = write(entry);
            if (refused != null) {
                lost(entry, refused);
                if (refused == DropReason.TOO_LARGE) {
                    keepBeginning(entry);
                }
                return;
            }
        } catch (IOException | RuntimeException | Error fault) {
            // This thread serves every appender: no single event may end it.
            lost(entry, DropReason.ENCODE_FAILED);
            LoggedEvent event = entry.event();
            faults.remember(
                    "an event of logger ",
                    event == null ? "(unknown)" : event.logger(),
                    " could not be written as a row",
                    fault);
            return;
        }
        if (flushLevel != null && entry.severity().atLeast(flushLevel)) {
            levelSeen = true;
        }
    }

    private void lost(RingEntry entry, DropReason reason) {
        ledger.dropped(reason, 1);
        flushes.lost(entry.sequence());
    }

    /** What is left of a row that is too large is there to be read; it is counted as lost all the same. */
    private void keepBeginning(RingEntry entry) {
        try (var alone = new OpenBatch(tables.get(entry.table()).table().streamName(), 1)) {
            RowEncoder encoder = encoders.of(entry.table());
            LoggedEvent event = entry.event();
            RowBuffer row = entry.length() == 0 && event != null
                    ? encoder.beginning(event)
                    : encoder.beginning(entry.bytes(), entry.offset(), entry.length());
            alone.add(row.bytes(), row.length(), entry.epochMillis(), time.nanos());
            courier.keepUnsent(alone.finish(0, NOT_SENT), TOO_LARGE);
        } catch (IOException | RuntimeException | Error fault) {
            faults.remember("the beginning of a row above 1 MB could not be kept", fault);
        }
    }

    /** A row of ours: what happens to it here is told and counted nowhere. */
    boolean ownRow(RingEntry entry) {
        try {
            return write(entry) == null;
        } catch (IOException | RuntimeException | Error fault) {
            faults.remember("a row of the library's own could not be written", fault);
            return false;
        }
    }

    /** Puts a row into its stream's batch; returns why not, or null if it did. */
    private @Nullable DropReason write(RingEntry entry) throws IOException {
        RowEncoder encoder = encoders.of(entry.table());
        LoggedEvent event = entry.event();
        RowBuffer row = entry.length() == 0 && event != null
                ? encoder.encode(event)
                : encoder.end(entry.bytes(), entry.offset(), entry.length(), event);
        if (row == null) {
            return DropReason.TOO_LARGE;
        }
        String stream = tables.get(entry.table()).table().streamName();
        long now = time.nanos();
        if (!volumeLimiter.takes(stream, entry.severity(), row.length(), now)) {
            return DropReason.BUDGET;
        }
        batcher.add(stream, row.bytes(), row.length(), entry.epochMillis(), now);
        volumes.count(entry.table(), entry.severity(), row.bytes(), row.length());
        return null;
    }
}
