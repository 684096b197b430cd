package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.encode.Remarks;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Counts what rows do not show and reports it once for each column: columns are few, and their faults last. Any thread may
 * add a remark; the flusher reports it, because listeners may be slow.
 */
final class RowRemarks implements Remarks {
    /** The column that every table has for the time of an event. */
    private static final String TIME = "TimeGenerated";

    private final Ledger ledger;
    private final Reporter reporter;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Queue<String> untold = new ConcurrentLinkedQueue<>();

    RowRemarks(Ledger ledger, Reporter reporter) {
        this.ledger = ledger;
        this.reporter = reporter;
    }

    @Override
    public void cut(String column, String logger) {
        // Nobody can mend a row of ours, and telling of it would cut the next one.
        if (!OwnRow.isLogger(logger)) {
            ledger.cutValue(column, logger);
        }
    }

    @Override
    public void unfit(String column, String logger, Supplier<String> value) {
        ledger.unfitValue(column, logger);
        if (known.add("type of " + column)) {
            untold.add("a value does not fit the type of column " + column
                    + " and is left out, as will be others like it: " + value.get());
        }
    }

    @Override
    public void timeReplaced(String logger) {
        ledger.unfitValue(TIME, logger);
        once("the time of an event lies outside of the years 1 to 9999, which are all that Azure takes: its row has the"
                + " nearest time within, as will others like it");
    }

    @Override
    public void redactionGaveUp(String column) {
        ledger.redactionGivenUp();
        once("a redaction of column " + column
                + " takes too many steps; such values become [redaction gave up] until its expression is simpler");
    }

    @Override
    public void collision(String column) {
        once("two values of an event have the same name in column " + column + "; the source that is listed last wins");
    }

    private void once(String warning) {
        if (known.add(warning)) {
            untold.add(warning);
        }
    }

    /** Tells what was remarked since the last call; flusher only. */
    void tell() {
        for (String warning = untold.poll(); warning != null; warning = untold.poll()) {
            reporter.warn(warning);
        }
    }
}
