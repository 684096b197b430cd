package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The data collection rules that may take the rows: the first one until it is refused, then the next, round and round. Safe
 * for use by any thread.
 */
final class Rules {
    private final List<String> ids;
    private final AtomicReference<String> current;
    private final Reporter reporter;

    /** Rules whose refusal was reported: once each, because all of them are tried again for as long as all are refused. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Rules(List<String> ids, Reporter reporter) {
        this.ids = ids;
        this.current = new AtomicReference<>(ids.get(0));
        this.reporter = reporter;
    }

    int count() {
        return ids.size();
    }

    /** The one to try first. */
    String first() {
        return String.valueOf(current.get());
    }

    /** The one to try after this one was refused; batches to come begin with it, too. */
    String after(String rule, Outcome refusal) {
        String next = ids.get((ids.indexOf(rule) + 1) % ids.size());
        // By identity: all are of this list. Another batch may have moved on before.
        if (current.compareAndSet(rule, next) && told.add(rule)) {
            reporter.warn("the data collection rule " + rule + " is refused with " + refusal.status() + " "
                    + refusal.code() + "; from now on rows go to " + next + ", which dcrImmutableId names too");
        }
        return next;
    }
}
