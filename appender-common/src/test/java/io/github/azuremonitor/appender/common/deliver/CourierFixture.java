package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.BatchSplitter;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.batch.LingerPolicy;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.spool.DeadLetters;
import io.github.azuremonitor.appender.common.spool.DiskBuffer;
import io.github.azuremonitor.appender.common.spool.MemorySpool;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.spool.Spool;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A courier with its hands on a desk: the test puts batches, plays Azure, moves the clock, and takes single steps. */
final class CourierFixture {
    static final String STREAM = Settings.STREAM;

    final ManualTime time = new ManualTime();
    final RecordingReporter reporter = new RecordingReporter();
    final Ledger ledger = new Ledger();
    final LingerPolicy lingerPolicy = new LingerPolicy(Duration.ofSeconds(5));
    final List<String> deadLetters = new ArrayList<>();
    final List<Post> posts = new ArrayList<>();
    final Courier courier;
    Set<String> configured = Set.of(STREAM);
    int renewals;
    boolean deadLettersThrow;
    boolean senderThrows;
    int deadLettersTended;

    private final Inbox inbox = new Inbox(64 << 20, batch -> {});
    private final Batcher batcher;
    private long rowNumber;
    private @Nullable Spool spool;

    CourierFixture() {
        this(64 << 20);
    }

    CourierFixture(long spoolBytes) {
        this(
                fixture -> new Store(
                        losses -> new MemorySpool(spoolBytes, Duration.ofDays(7), fixture.time, losses), Journal.NONE),
                Settings.with());
    }

    /** With a memory that keeps batches for so long. */
    CourierFixture(Duration maxAge) {
        this(
                fixture -> new Store(losses -> new MemorySpool(1 << 20, maxAge, fixture.time, losses), Journal.NONE),
                Settings.with("spoolMaxAge", maxAge.toSeconds() + "s"));
    }

    /** With a spool on disk. */
    CourierFixture(Path directory) {
        this(directory, "spool");
    }

    /** With a spool on a disk that plays by a script. */
    CourierFixture(Path directory, PlayedDisk disk) {
        this(disk, Settings.with("durability", "spool", "spoolDirectory", directory.toString()));
    }

    private CourierFixture(PlayedDisk disk, AppenderSettings settings) {
        this(
                fixture -> {
                    var buffer = disk.buffer(settings.pipeline(), fixture.context(), 1 << 20, () -> {});
                    return new Store(buffer::spool, buffer.journal());
                },
                settings);
    }

    /** With what {@code durability} has on disk. */
    CourierFixture(Path directory, String durability) {
        this(Settings.with("durability", durability, "spoolDirectory", directory.toString()));
    }

    /** With what the settings have on disk. */
    CourierFixture(AppenderSettings settings) {
        this(
                fixture -> {
                    var disk =
                            new DiskBuffer(settings.pipeline(), fixture.context(), 1 << 20, fixture::maintainJournal);
                    return new Store(disk::spool, disk.journal());
                },
                settings);
    }

    private CourierFixture(Function<CourierFixture, Store> store, AppenderSettings settings) {
        Store made = store.apply(this);
        batcher = new Batcher(1, lingerPolicy, UUID::randomUUID, inbox::put, rows -> {}, made.journal);
        courier = CourierFactory.create(
                settings.pipeline(),
                new CourierFactory.Dependencies(
                        context(),
                        inbox,
                        new PlayedSender(),
                        losses -> spool = made.spool.apply(losses),
                        new DeadLetters() {
                            @Override
                            public void put(Batch rows, String reason, int status, String requestId) {
                                bury(rows);
                            }

                            @Override
                            public void maintain() {
                                deadLettersTended++;
                            }
                        },
                        lingerPolicy,
                        stream -> configured.contains(stream) ? "streamName" : null));
    }

    private PipelineContext context() {
        return new PipelineContext(ledger, reporter, time, new Random(7), UUID::randomUUID);
    }

    /** Puts one batch of rows with these texts. */
    void batch(String stream, String... texts) {
        for (String text : texts) {
            row(stream, text, time.epochMillis());
        }
        batcher.cutAll();
    }

    /** Puts one batch of that many rows. */
    void batchOf(int rows) {
        for (int i = 0; i < rows; i++) {
            row(STREAM, "row " + rowNumber++, time.epochMillis());
        }
        batcher.cutAll();
    }

    void row(String stream, String text, long millis) {
        ledger.offered();
        byte[] json = ("{\"TimeGenerated\":\"" + java.time.Instant.ofEpochMilli(millis) + "\",\"Message\":\"" + text
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        batcher.add(stream, json, json.length, millis, time.nanos());
    }

    /** What the courier does when the flusher wakes it. */
    private void maintainJournal() {
        if (spool != null) {
            spool.maintainJournal();
        }
    }

    private void bury(Batch rows) {
        if (deadLettersThrow) {
            throw new OutOfMemoryError("played");
        }
        deadLetters.addAll(texts(rows));
    }

    void cut() {
        batcher.cutAll();
    }

    CompletableFuture<Boolean> flush() {
        var done = new CompletableFuture<Boolean>();
        courier.whenSettled(1, batcher.lastId(), done);
        return done;
    }

    /** One round of a courier that is to end; returns whether it does. */
    boolean ends() {
        return courier.step();
    }

    /** One round of the courier. */
    CourierFixture step() {
        courier.step();
        return this;
    }

    /** Answers everything under way and steps on until nothing more is sent; returns the number of POSTs. */
    int play(Function<Post, Outcome> azure) {
        int answered = 0;
        step();
        while (!underWay().isEmpty()) {
            for (Post post : underWay()) {
                post.answer(azure.apply(post));
                answered++;
            }
            step();
            if (answered > 5000) {
                throw new IllegalStateException("POSTs without end");
            }
        }
        return answered;
    }

    /** Lets time pass in small steps, with Azure playing; returns the number of POSTs. */
    int play(Duration span, Function<Post, Outcome> azure) {
        int answered = 0;
        for (long left = span.toMillis(); left >= 0; left -= 250) {
            answered += play(azure);
            time.advance(Duration.ofMillis(250));
        }
        return answered;
    }

    /** What the courier's thread does while nobody wakes it, for that time; returns how often it wakes up by itself. */
    int wakeUps(Duration span) {
        long end = time.nanos() + span.toNanos();
        int rounds = 0;
        for (step(); time.nanos() < end; step()) {
            time.advance(Duration.ofNanos(Math.min(courier.nanosToNext(), end - time.nanos())));
            rounds++;
        }
        return rounds;
    }

    List<Post> underWay() {
        return posts.stream().filter(post -> !post.answered).toList();
    }

    PipelineStats stats() {
        return ledger.read(batcher.openRows() + inbox.rows() + courier.heldRows());
    }

    /** Begins a stop for which the flusher has put its last batch in time. */
    void end(Duration patience) {
        courier.end(time.nanos() + patience.toNanos());
        courier.lastBatchPut();
    }

    /** The last round. */
    void close() {
        courier.lastBatchPut();
        courier.end();
    }

    static List<String> texts(Batch batch) {
        try {
            return BatchSplitter.rows(batch).stream()
                    .map(row -> new String(row, StandardCharsets.UTF_8))
                    .map(row -> row.replaceAll(".*\"Message\":\"", "").replace("\"}", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One POST under way. */
    static final class Post {
        final Batch batch;
        private final Consumer<Outcome> receiver;
        private boolean answered;

        Post(Batch batch, Consumer<Outcome> receiver) {
            this.batch = batch;
            this.receiver = receiver;
        }

        void answer(Outcome outcome) {
            answered = true;
            receiver.accept(outcome);
        }

        boolean carries(String text) {
            return texts(batch).contains(text);
        }
    }

    static Outcome accept(Post post) {
        return Outcomes.accepted();
    }

    private record Store(Function<Spool.Losses, Spool> spool, Journal journal) {}

    private final class PlayedSender implements Sender {
        @Override
        public void send(Batch batch, Consumer<Outcome> answer) {
            posts.add(new Post(batch, answer));
            if (senderThrows) {
                throw new OutOfMemoryError("played");
            }
        }

        @Override
        public void renewCredential(Outcome refused) {
            renewals++;
        }

        @Override
        public void close() {}
    }
}
