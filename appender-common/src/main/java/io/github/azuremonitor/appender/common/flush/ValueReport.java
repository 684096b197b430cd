package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.report.ValueStats;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.function.Predicate;

/**
 * Says of which column and logger most values were cut or left out: in a status line, and with the drop report in a row of
 * the table, at most once in ten minutes each. Flusher only.
 */
final class ValueReport {
    /** Logger name by which queries find these rows: no event was dropped, and no alert on that may go off. */
    static final String LOGGER = DropReport.LOGGER + ".values";

    private static final long INTERVAL_NANOS = 600_000_000_000L;

    private final boolean hasRows;
    private final Tables tables;
    private final LingerPolicy lingerPolicy;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Time time;
    private ValueStats told = ValueStats.NONE;
    private ValueStats inRows = ValueStats.NONE;
    private long lastNanos;

    ValueReport(
            PipelineSettings settings,
            Tables tables,
            LingerPolicy lingerPolicy,
            Ledger ledger,
            Reporter reporter,
            Time time) {
        this.hasRows = settings.ownRows().dropReport();
        this.tables = tables;
        this.lingerPolicy = lingerPolicy;
        this.ledger = ledger;
        this.reporter = reporter;
        this.time = time;
        this.lastNanos = time.nanos();
    }

    /**
     * Tells what is due.
     *
     * @param writer puts an event into its stream's batch; false if it could not
     */
    void tick(long now, Predicate<RingEntry> writer) {
        if (now - lastNanos >= INTERVAL_NANOS) {
            lastNanos = now;
            tell(writer);
        }
    }

    /** Tells what is left, before a stop. */
    void last(Predicate<RingEntry> writer) {
        tell(writer);
    }

    private void tell(Predicate<RingEntry> writer) {
        ValueStats all = ledger.values();
        ValueStats fresh = all.since(told);
        ValueStats.Origin worst = fresh.worst();
        if (worst != null) {
            told = all;
            reporter.warn(sentence(fresh, worst));
        }
        int table = hasRows ? tables.first(OwnRow::fits) : -1;
        if (table >= 0 && lingerPolicy.canSend(tables.get(table).table().streamName())) {
            row(all, table, writer);
        }
    }

    /** In an outage there is none: the first one afterwards says all. */
    private void row(ValueStats all, int table, Predicate<RingEntry> writer) {
        ValueStats fresh = all.since(inRows);
        ValueStats.Origin worst = fresh.worst();
        if (worst == null) {
            return;
        }
        long millis = time.epochMillis();
        LoggedEvent event = OwnRow.event(Severity.WARN, LOGGER, millis, sentence(fresh, worst));
        event.keyValues().accept("cut", fresh.cut());
        event.keyValues().accept("unfit", fresh.unfit());
        event.keyValues().accept("column", worst.column());
        event.keyValues().accept("logger", worst.logger());
        if (writer.test(OwnRow.entry(event, table, millis))) {
            ledger.reported();
            inRows = all;
        }
    }

    private static String sentence(ValueStats fresh, ValueStats.Origin worst) {
        return "values of events are not wholly in their rows: " + fresh.cut() + " cut, " + fresh.unfit()
                + " left out; most of them, " + worst.all() + ", in column " + worst.column() + " by logger "
                + (worst.logger().isEmpty() ? "(none)" : worst.logger())
                + "; shorten what it logs there, or change the column";
    }
}
