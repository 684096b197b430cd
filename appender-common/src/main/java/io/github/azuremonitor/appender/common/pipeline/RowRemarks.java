package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.encode.Remarks;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Counts what rows do not show and tells it once for each column: columns are few, and their faults last. */
final class RowRemarks implements Remarks {
    private final Ledger ledger;
    private final Reporter reporter;
    private final Set<String> told = new HashSet<>();

    RowRemarks(Ledger ledger, Reporter reporter) {
        this.ledger = ledger;
        this.reporter = reporter;
    }

    @Override
    public void unfit(String column, Supplier<String> value) {
        ledger.unfitValue();
        if (told.add("type of " + column)) {
            reporter.warn("a value does not fit the type of column " + column
                    + " and is left out, as will be others like it: " + value.get());
        }
    }

    @Override
    public void timeReplaced() {
        ledger.unfitValue();
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
        if (told.add(warning)) {
            reporter.warn(warning);
        }
    }
}
