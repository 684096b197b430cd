package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Rows;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.check.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends files of rows one after the other and deletes each that Azure has taken whole. What Azure refuses stays; what
 * would refuse every file ends it.
 */
final class LetterPost {
    /** Azure's limit of one request before gzip. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Sender sender;
    private final Consumer<String> told;
    private final Duration patience;
    private final Time time;
    private final Consumer<Duration> pause;
    private final SpoolInspection inspection = new SpoolInspection();
    private long accepted;
    private boolean hopeless;

    /**
     * @param told hears why a file stays
     * @param patience how long Azure may take nothing
     * @param pause waits
     */
    LetterPost(Sender sender, Consumer<String> told, Duration patience, Time time, Consumer<Duration> pause) {
        this.sender = sender;
        this.told = told;
        this.patience = patience;
        this.time = time;
        this.pause = pause;
    }

    /** Rows that Azure took. */
    long accepted() {
        return accepted;
    }

    /** Whether there is no use in sending another file now. */
    boolean isHopeless() {
        return hopeless;
    }

    /**
     * Sends one file.
     *
     * @param stream where its rows go
     * @param explain says what an outcome means, for that stream
     */
    void send(Path file, String stream, Explanation explain) {
        try {
            long size = Files.size(file);
            Rows read = inspection.rows(file);
            if (read.damage() != null) {
                stays(file, "damaged (" + read.damage() + ")");
                return;
            }
            for (List<byte[]> part : parts(read.rows())) {
                Outcome outcome = delivered(batch(stream, part));
                if (outcome == null || !Explanation.isAccepted(outcome)) {
                    stays(file, outcome == null ? "no answer" : explain.of(outcome));
                    return;
                }
                accepted += part.size();
            }
            if (Files.size(file) == size) {
                Files.deleteIfExists(file);
            } else {
                told.accept(file + " stays: somebody still writes to it");
            }
        } catch (NoSuchFileException gone) {
            // An application gave it up for its age or its size.
        } catch (IOException unreadable) {
            stays(file, String.valueOf(unreadable.getMessage()));
        }
    }

    private void stays(Path file, String why) {
        told.accept(file + " stays: " + why);
    }

    /** The last outcome of a batch that was sent until it had a fate, or null. */
    private @Nullable Outcome delivered(Batch batch) {
        long since = time.nanos();
        boolean renewed = false;
        while (true) {
            Outcome outcome = posted(batch);
            if (outcome != null && Explanation.isAccepted(outcome)) {
                return outcome;
            }
            if (outcome != null && (outcome.status() == 400 || outcome.status() == 413) && outcome.fromService()) {
                return outcome;
            }
            if (outcome != null && outcome.status() == 401 && !renewed) {
                renewed = true;
                sender.renewCredential(outcome);
                continue;
            }
            Duration left = patience.minusNanos(time.nanos() - since);
            if (outcome == null || !passes(outcome) || left.isNegative()) {
                hopeless = true;
                return outcome;
            }
            Duration asked = outcome.retryAfter() == null ? PAUSE : outcome.retryAfter();
            pause.accept(asked.compareTo(left) < 0 ? asked : left);
        }
    }

    /** Whether it may be different in a moment. */
    private static boolean passes(Outcome outcome) {
        return switch (outcome.kind()) {
            case UNREACHABLE, TIMED_OUT -> true;
            case NO_TOKEN -> false;
            case ANSWERED -> outcome.status() == 408 || outcome.status() == 429 || outcome.status() >= 500;
        };
    }

    private @Nullable Outcome posted(Batch batch) {
        var answer = new CompletableFuture<Outcome>();
        sender.send(batch, answer::complete);
        try {
            return answer.join();
        } catch (RuntimeException impossible) {
            return null;
        }
    }

    private Batch batch(String stream, List<byte[]> rows) {
        try (var open = new OpenBatch(stream, 6)) {
            for (byte[] row : rows) {
                open.add(row, row.length, time.epochMillis(), 0);
            }
            return open.finish(1, UUID.randomUUID());
        }
    }

    private static List<List<byte[]>> parts(List<byte[]> rows) {
        var parts = new ArrayList<List<byte[]>>();
        List<byte[]> part = new ArrayList<>();
        int bytes = 2;
        for (byte[] row : rows) {
            if (!part.isEmpty() && bytes + row.length + 2 > MAX_BYTES) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 2;
            }
            part.add(row);
            bytes += row.length + 2;
        }
        parts.add(part);
        return parts;
    }
}
