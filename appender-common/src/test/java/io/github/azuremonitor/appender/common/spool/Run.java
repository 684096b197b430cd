package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** One run of a spool on a directory, with what a courier would do. */
final class Run {
    static final String STREAM = Settings.STREAM;

    final Ledger ledger = new Ledger();
    final RecordingReporter reporter = new RecordingReporter();
    final FaultyDisk disk = new FaultyDisk();
    final List<String> lost = new ArrayList<>();

    /** Batches that another process took, each with its rows. */
    final List<String> taken = new ArrayList<>();

    final ManualTime time;
    final Path root;
    final DiskBuffer buffer;
    final Spool spool;

    /** Whether the courier is there at once when the flusher wakes it, or busy. */
    boolean wakesCourier = true;

    private final List<Batch> cut = new ArrayList<>();
    final Batcher batcher;

    Run(Path directory, ManualTime time, String... namesAndValues) {
        this.time = time;
        this.root = directory.resolve("azure-monitor-appender");
        var given = new ArrayList<>(
                List.of("durability", "spool", "spoolDirectory", directory.toString(), "spoolMaxBytes", "100MB"));
        given.addAll(List.of(namesAndValues));
        buffer = new DiskBuffer(
                Settings.with(given.toArray(String[]::new)).pipeline(),
                new PipelineContext(ledger, reporter, time, new Random(1), UUID::randomUUID),
                1 << 20,
                this::maintainJournal,
                disk);
        spool = buffer.spool(new Spool.Losses() {
            @Override
            public void lost(long batchId, int rows, DropReason reason) {
                ledger.dropped(reason, rows);
                lost.add(reason + " " + rows);
            }

            @Override
            public void handedOver(long batchId, int rows) {
                taken.add(batchId + " " + rows);
            }
        });
        batcher = new Batcher(
                1, new LingerPolicy(Duration.ofSeconds(5)), UUID::randomUUID, cut::add, rows -> {}, buffer.journal());
    }

    Run maintain() {
        spool.maintain();
        spool.maintainJournal();
        return this;
    }

    /** What the courier does when the flusher wakes it. */
    private void maintainJournal() {
        if (wakesCourier) {
            spool.maintainJournal();
        }
    }

    Batch batch(String stream, String... texts) {
        rows(stream, texts);
        batcher.cutAll();
        return cut.get(cut.size() - 1);
    }

    /** Rows of a batch that stays open; a journal has them. */
    Run rows(String stream, String... texts) {
        for (String text : texts) {
            byte[] row = ("{\"Message\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
            ledger.offered();
            batcher.add(stream, row, row.length, time.epochMillis(), time.nanos());
        }
        batcher.write();
        return this;
    }

    Run put(String... texts) {
        spool.put(batch(STREAM, texts), false);
        return this;
    }

    /** Sends all that waits; returns the rows in the order of sending. */
    List<String> deliver() {
        var rows = new ArrayList<String>();
        for (Spool.Lease lease = spool.lease(any -> true); lease != null; lease = spool.lease(any -> true)) {
            rows.addAll(texts(lease.batch()));
            ledger.accepted(lease.batch().rows());
            lease.done();
        }
        return rows;
    }

    static List<String> texts(Batch batch) {
        try {
            return io.github.azuremonitor.appender.common.batch.BatchSplitter.rows(batch).stream()
                    .map(row -> new String(
                            row,
                            "{\"Message\":\"".length(),
                            row.length - "{\"Message\":\"\"}".length(),
                            StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /** Files with that ending anywhere below the root, sorted. */
    List<Path> files(String ending) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PipelineStats stats() {
        return ledger.read(spool.rows());
    }

    /** Ends as a killed process does: without a word, only the locks are gone. */
    void kill() {
        // The operating system frees a killed process's locks; within this JVM closing is what does.
        // What the ledger says after this is of no account.
        spool.close();
    }
}
