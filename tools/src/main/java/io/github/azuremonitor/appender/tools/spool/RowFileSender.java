package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.deliver.Fate;
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
 * Sends files of rows one after the other and deletes each that Azure has accepted completely. Refused files stay; a
 * refusal that would apply to every file ends the run.
 */
final class RowFileSender {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Sender sender;
    private final Consumer<String> told;
    private final Duration patience;
    private final Time time;
    private final Consumer<Duration> pause;
    private final BatchSplitter splitter = new BatchSplitter(6, UUID::randomUUID);
    private final SpoolInspection inspection = new SpoolInspection();
    private long accepted;
    private boolean hopeless;

    /**
     * @param told gets the reason why a file stays
     * @param patience how long Azure may accept nothing
     * @param pause waits
     */
    RowFileSender(Sender sender, Consumer<String> told, Duration patience, Time time, Consumer<Duration> pause) {
        this.sender = sender;
        this.told = told;
        this.patience = patience;
        this.time = time;
        this.pause = pause;
    }

    /** Rows that Azure accepted. */
    long accepted() {
        return accepted;
    }

    /** Whether there is no point in sending another file now. */
    boolean isHopeless() {
        return hopeless;
    }

    /**
     * Sends one file.
     *
     * @param stream destination of its rows
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
                Outcome refusal = refusal(batch(stream, part));
                if (refusal != null) {
                    stays(file, explain.of(refusal));
                    return;
                }
            }
            if (Files.size(file) == size) {
                Files.deleteIfExists(file);
            } else {
                told.accept(file + " stays: somebody still writes to it");
            }
        } catch (NoSuchFileException gone) {
            // An application has given it up because of its age or size.
        } catch (IOException unreadable) {
            stays(file, String.valueOf(unreadable.getMessage()));
        }
    }

    private void stays(Path file, String why) {
        told.accept(file + " stays: " + why);
    }

    /** Sends a batch, in parts where that helps: null once every row is accepted, else the outcome of a part that is not. */
    private @Nullable Outcome refusal(Batch batch) throws IOException {
        Outcome outcome = sent(batch);
        Fate fate = Fate.of(outcome);
        if (fate == Fate.ACCEPTED) {
            accepted += batch.rows();
            return null;
        }
        if (batch.rows() == 1 || (fate != Fate.SPLIT_HALVES && fate != Fate.SPLIT_BY_TIME)) {
            return outcome;
        }
        for (Batch part : fate == Fate.SPLIT_BY_TIME ? splitter.byTime(batch) : splitter.halves(batch)) {
            Outcome refusal = refusal(part);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** The outcome of a batch, sent again while that may change something. */
    private Outcome sent(Batch batch) {
        long since = time.nanos();
        while (true) {
            Outcome outcome = posted(batch);
            switch (Fate.of(outcome)) {
                case ACCEPTED, SPLIT_HALVES, SPLIT_BY_TIME, BISECT, REFUSED_STREAM -> {
                    return outcome;
                }
                case RENEW_CREDENTIAL -> sender.renewCredential(outcome);
                case RETRY -> {
                    Duration left = patience.minusNanos(time.nanos() - since);
                    if (left.isNegative()) {
                        hopeless = true;
                        return outcome;
                    }
                    Duration asked = outcome.retryAfter() == null ? PAUSE : outcome.retryAfter();
                    pause.accept(asked.compareTo(left) < 0 ? asked : left);
                }
                case NO_TOKEN, REFUSED_DCR, HOLD_SLOWLY -> {
                    hopeless = true;
                    return outcome;
                }
            }
        }
    }

    private Outcome posted(Batch batch) {
        var answer = new CompletableFuture<Outcome>();
        sender.send(batch, answer::complete);
        return answer.join();
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
            if (!part.isEmpty() && bytes + row.length + 2 > Batcher.MAX_BYTES) {
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
