package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.send.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Looks at a process's POSTs: whether it hammers, and whether it repeats what was refused. */
final class PostLog {
    /** Least wait of a batch that was held because of what is configured; less is no hold. */
    private static final long HOLD_MILLIS = 15_000;

    /** What one search may cost. */
    private static final int SEARCH = 64;

    private final int maxInFlight;
    private final Map<Long, Refusal> refused = new HashMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private long minute = -1;
    private int accepted;
    private int failed;
    private long total;
    private long totalFailed;
    private int worstMinute;
    private int worstRepeats;
    private String worstRepeat = "";
    private int tooBigRepeats;
    private String worstFailures = "";

    PostLog(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    void sent(Batch batch, long now) {
        total++;
        Refusal refusal = refused.get(content(batch));
        if (refusal != null && now - refusal.at < HOLD_MILLIS) {
            refusal.repeats++;
            tooBigRepeats += refusal.status == 413 ? 1 : 0;
            if (refusal.repeats > worstRepeats) {
                worstRepeats = refusal.repeats;
                worstRepeat = batch + " of " + batch.body().length + " bytes after " + refusal.answer;
            }
        }
    }

    void answered(Batch batch, Outcome outcome, long now) {
        if (now / 60_000 != minute) {
            minute = now / 60_000;
            accepted = 0;
            failed = 0;
            failures.clear();
        }
        if (outcome.status() == 204 && outcome.fromService()) {
            accepted++;
        } else {
            totalFailed++;
            failed++;
            // A part that is refused beside one that is taken is progress.
            failures.merge(outcome.status() + " " + outcome.code(), 1, Integer::sum);
            if (failed - accepted > worstMinute) {
                worstMinute = failed - accepted;
                worstFailures = "minute " + minute + " " + failures;
            }
        }
        if (outcome.status() == 400 || outcome.status() == 413) {
            Refusal refusal = refused.computeIfAbsent(content(batch), body -> new Refusal());
            refusal.repeats = now - refusal.at < HOLD_MILLIS ? refusal.repeats : 0;
            refusal.at = now;
            refusal.status = outcome.status();
            refusal.answer = outcome.status() + " " + outcome.code();
        }
    }

    long total() {
        return total;
    }

    long totalFailed() {
        return totalFailed;
    }

    /** Most failures above successes in one minute. */
    int worstMinute() {
        return worstMinute;
    }

    String worstFailures() {
        return worstFailures;
    }

    boolean hammered(int streams) {
        return worstMinute > streams * SEARCH + 20;
    }

    /**
     * Whether one body went out again soon after it had been refused. What was under way while another batch was searched
     * has to try once more, and may be unlucky once for each that is under way with it.
     */
    boolean repeatedItself() {
        return worstRepeats > 2 * maxInFlight || tooBigRepeats > 0;
    }

    String worstRepeat() {
        return worstRepeat;
    }

    int worstRepeats() {
        return worstRepeats;
    }

    private static final class Refusal {
        long at;
        int status;
        String answer = "";
        int repeats;
    }

    /** Another file with the same rows is another batch. */
    private static long content(Batch batch) {
        return ((long) batch.body().length << 32) ^ Arrays.hashCode(batch.body()) ^ (batch.id() << 48);
    }
}
