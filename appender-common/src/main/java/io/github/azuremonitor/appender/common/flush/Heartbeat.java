package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A row at regular intervals, so that silence means that something is wrong. It lingers in the open batch of its stream like
 * any other. While that stream cannot be sent there is none, or an outage would fill the spool with them: the first one
 * afterwards counts from the last one on. Flusher only.
 */
final class Heartbeat {
    /** Logger name by which queries find these rows. */
    static final String LOGGER = "io.github.azuremonitor.appender.heartbeat";

    private static final String NOWHERE =
            "heartbeats have no table: none of this pipeline is a custom one whose columns"
                    + " have level and message; add them to columns, or take heartbeat out";

    private final PipelineSettings.OwnRows settings;
    private final boolean rowsSurviveStop;
    private final Tables tables;
    private final Encoders encoders;
    private final LingerPolicy lingerPolicy;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Time time;
    private PipelineStats told;
    private long toldMillis;
    private long lastNanos;
    private boolean over;

    Heartbeat(
            PipelineSettings settings,
            Tables tables,
            Encoders encoders,
            LingerPolicy lingerPolicy,
            Ledger ledger,
            Reporter reporter,
            Time time) {
        this.settings = settings.ownRows();
        this.rowsSurviveStop = settings.spool().durability() != Durability.MEMORY;
        this.tables = tables;
        this.encoders = encoders;
        this.lingerPolicy = lingerPolicy;
        this.ledger = ledger;
        this.reporter = reporter;
        this.time = time;
        this.told = ledger.read(0);
        this.toldMillis = time.epochMillis();
        this.lastNanos = time.nanos();
        this.over = this.settings.heartbeat().isZero();
    }

    /**
     * Makes a row if one is due.
     *
     * @param writer puts an event into its stream's batch; false if it could not
     */
    void tick(long now, Predicate<RingEntry> writer) {
        if (over || now - lastNanos < settings.heartbeat().toNanos()) {
            return;
        }
        int table = tables.first(this::takes);
        if (table < 0) {
            over = true;
            reporter.warn(NOWHERE);
        } else if (lingerPolicy.canSend(tables.get(table).table().streamName())) {
            lastNanos = now;
            beat("running", table, writer);
        }
    }

    /** Says that the application stops, so that nobody has to look for it; in an outage only if there is a disk for it. */
    void last(Predicate<RingEntry> writer) {
        int table = over ? -1 : tables.first(this::takes);
        over = true;
        if (table >= 0
                && (rowsSurviveStop
                        || lingerPolicy.canSend(tables.get(table).table().streamName()))) {
            beat("stopping", table, writer);
        }
    }

    private boolean takes(Tables.Entry entry) {
        String stream = settings.heartbeatStream();
        return (stream == null || stream.equals(entry.table().streamName())) && OwnRow.fits(entry);
    }

    private void beat(String state, int table, Predicate<RingEntry> writer) {
        PipelineStats now = ledger.read(0);
        long millis = time.epochMillis();
        long events = now.offered() - told.offered();
        long accepted = now.accepted() - told.accepted();
        long lost = now.totalLost() - told.totalLost();
        LoggedEvent event = OwnRow.event(
                Severity.INFO,
                LOGGER,
                millis,
                state + ": " + events + (events == 1 ? " event, " : " events, ") + accepted + " accepted, " + lost
                        + " lost since " + Instant.ofEpochMilli(toldMillis));
        event.keyValues().accept("state", state);
        event.keyValues().accept("events", events);
        event.keyValues().accept("accepted", accepted);
        event.keyValues().accept("lost", lost);
        pair(event, "instance", encoders.platform().appInstance());
        pair(event, "version", tables.get(table).table().appVersion());
        if (writer.test(OwnRow.entry(event, table, millis))) {
            ledger.reported();
            told = now;
            toldMillis = millis;
        }
    }

    private static void pair(LoggedEvent event, String key, @Nullable String value) {
        if (value != null) {
            event.keyValues().accept(key, value);
        }
    }
}
