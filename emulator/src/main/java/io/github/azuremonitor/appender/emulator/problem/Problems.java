package io.github.azuremonitor.appender.emulator.problem;

import io.github.azuremonitor.appender.emulator.problem.Problem.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The problems that were met, each once, with its count; the newest are kept. Safe for use by several threads. */
public final class Problems {
    private static final int MOST = 1_000;
    private static final int SAMPLE_CHARS = 200;

    private record Key(
            Kind kind, @Nullable String rule, @Nullable String stream, String subject, String cause) {}

    private final Map<Key, Problem> problems = new LinkedHashMap<>();
    private long changes;

    /** Counts a problem; the texts are those of {@link Problem}. */
    public synchronized void met(
            Kind kind,
            @Nullable String rule,
            @Nullable String stream,
            String subject,
            long count,
            Instant now,
            String sample,
            String cause,
            String fix) {
        Key key = new Key(kind, rule, stream, subject, cause);
        String cut = sample.length() <= SAMPLE_CHARS ? sample : sample.substring(0, SAMPLE_CHARS) + "…";
        Problem before = problems.remove(key);
        changes++;
        problems.put(
                key,
                before == null
                        ? new Problem(kind, rule, stream, subject, count, now, now, cut, cause, fix)
                        : before.again(count, now, cut));
        if (problems.size() > MOST) {
            problems.remove(problems.keySet().iterator().next());
        }
    }

    /** The problems, the one that was met last first; a copy. */
    public synchronized List<Problem> newestFirst() {
        List<Problem> all = new ArrayList<>(problems.values());
        Collections.reverse(all);
        return all;
    }

    /** Grows with everything that changes here. */
    public synchronized long changes() {
        return changes;
    }

    /** Forgets all. */
    public synchronized void clear() {
        changes++;
        problems.clear();
    }
}
