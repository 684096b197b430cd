package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of batches that are still open when their process ends. */
class JournalTest {
    /** Each in the thorough form; one in three has each place within a byte. */
    private static final int BITS = Boolean.getBoolean("thorough") ? 1 : 3;

    private static final String[] JOURNAL = {"durability", "journal"};

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();

    @Test
    void rowsOfAnOpenBatchOutliveTheirProcess() {
        Run killed = journal().maintain().rows(Run.STREAM, "a", "b").rows("Custom-Audit_CL", "c");
        killed.kill();
        Run next = journal().maintain();
        assertThat(next.stats().recovered()).isEqualTo(3);
        assertThat(next.deliver()).containsExactlyInAnyOrder("a", "b", "c");
        end(next);
        assertThat(next.files(".open")).isEmpty();
    }

    @Test
    void aBatchThatIsReadBackGoesToItsOwnStreamWithItsOwnTimes() {
        Run killed = journal().maintain();
        long oldest = time.epochMillis();
        killed.rows("Custom-Audit_CL", "a");
        time.advance(Duration.ofSeconds(3));
        killed.rows("Custom-Audit_CL", "b").kill();
        time.advance(Duration.ofHours(1));
        Run next = journal().maintain();
        Batch batch = lease(next).batch();
        assertThat(batch.stream()).isEqualTo("Custom-Audit_CL");
        assertThat(batch.oldestMillis()).isEqualTo(oldest);
        assertThat(batch.newestMillis()).isEqualTo(oldest + 3000);
        assertThat(batch.copy()).isSameAs(Journal.Page.NONE);
        next.spool.close();
    }

    @Test
    void whatIsNotInTheJournalsFormAnyMoreIsStillSentByARunWithoutOne() {
        journal().maintain().rows(Run.STREAM, "a").kill();
        Run next = new Run(directory, time).maintain();
        assertThat(next.deliver()).containsExactly("a");
        end(next);
    }

    @Test
    void aBatchThatIsFullToTheLastByteOutlivesItsProcess() {
        String filling = "x".repeat(Batcher.MAX_ROW_BYTES - "{\"Message\":\"\"}".length());
        String half = filling.substring(0, (Batcher.MAX_BYTES - 4) / 2 - "{\"Message\":\"\"}".length());
        Run killed = journal().maintain();
        assertThat(killed.rows(Run.STREAM, half, half)
                        .batch("Custom-Audit_CL", filling)
                        .rawBytes())
                .isEqualTo(Batcher.MAX_BYTES);
        killed.kill();
        Run next = journal().maintain();
        assertThat(next.deliver()).containsExactlyInAnyOrder(half, half, filling);
        end(next);
    }

    @Test
    void aFullBatchThatWaitsAsItsPageIsReadBack() {
        String filling = "x".repeat(Batcher.MAX_ROW_BYTES - "{\"Message\":\"\"}".length());
        Run run = journal().maintain();
        Batch batch = run.batch(Run.STREAM, filling);
        run.disk.writing = "No space left on device";
        run.spool.put(batch, false);
        assertThat(run.deliver()).containsExactly(filling);
        end(run);
    }

    @Test
    void aFileCutAnywhereCostsTheRowsBehindTheCutOnly() throws IOException {
        Path page = leaveAPage();
        byte[] sound = Files.readAllBytes(page);
        int whole = 0;
        for (int length = 0; length <= sound.length; length++) {
            Files.write(page, Arrays.copyOf(sound, length));
            List<String> rows = readAndKeep(page, sound);
            assertThat(rows).as("cut at " + length).isEqualTo(ROWS.subList(0, rows.size()));
            assertThat(rows.size()).as("cut at " + length).isGreaterThanOrEqualTo(whole);
            whole = rows.size();
        }
        assertThat(whole).isEqualTo(ROWS.size());
    }

    @Test
    void aFlippedBitCostsNoRowBeforeItAndInventsNone() throws IOException {
        Path page = leaveAPage();
        byte[] sound = Files.readAllBytes(page);
        int header = JournalFile.header(Run.STREAM).length;
        int frame = (sound.length - header) / ROWS.size();
        for (int bit = 0; bit < sound.length * 8; bit += BITS) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(page, flipped);
            int before = bit / 8 < header ? 0 : (bit / 8 - header) / frame;
            assertThat(readAndKeep(page, sound)).as("bit " + bit).isEqualTo(ROWS.subList(0, before));
        }
    }

    @Test
    void aDamagedJournalIsSaid() throws IOException {
        Path page = leaveAPage();
        byte[] bytes = Files.readAllBytes(page);
        int header = JournalFile.header(Run.STREAM).length;
        bytes[header + (bytes.length - header) / ROWS.size() + 20] ^= 1;
        Files.write(page, bytes);
        Run next = journal().maintain();
        assertThat(next.reporter.lines()).anyMatch(line -> line.contains("1 damaged within"));
        next.spool.close();
    }

    @Test
    void aJournalWithoutARowThatCanBeReadIsKeptForPeople() throws IOException {
        Path page = leaveAPage();
        byte[] bytes = Files.readAllBytes(page);
        bytes[JournalFile.header(Run.STREAM).length + 20] ^= 1;
        Files.write(page, bytes);
        Run next = journal().maintain();
        assertThat(next.files(".bad")).hasSize(1);
        assertThat(next.reporter.lines()).anyMatch(line -> line.contains("1 damaged and renamed to *.bad"));
        end(next);
    }

    @Test
    void aLengthThatIsTooLargeReservesNoMemory() throws IOException {
        Path page = leaveAPage();
        byte[] bytes = Files.readAllBytes(page);
        bytes[JournalFile.header(Run.STREAM).length] = 0x7f;
        Files.write(page, bytes);
        Run next = journal().maintain();
        assertThat(next.deliver()).isEmpty();
        next.spool.close();
    }

    @Test
    void emptyPagesGoWithTheirProcessOrWithItsHeir() {
        Run first = journal().maintain();
        assertThat(first.files(".open")).isNotEmpty();
        first.spool.close();
        assertThat(first.files(".open")).isEmpty();
    }

    @Test
    void theEmptyPagesOfAKilledProcessAreDeletedByTheNext() throws IOException {
        Path page = leaveAPage();
        Path empty = page.resolveSibling("1795161801000-00000099.open");
        Files.createFile(empty);
        Run next = new Run(directory, time).maintain();
        assertThat(empty).doesNotExist();
        assertThat(next.reporter.lines()).noneMatch(line -> line.startsWith("WARN"));
        next.spool.close();
    }

    @Test
    void aDeliveredBatchLeavesNoPage() {
        Run run = journal().maintain();
        run.rows(Run.STREAM, "a");
        Path page = written(run).get(0);
        Batch batch = run.batch(Run.STREAM, "b");
        page(batch).drop();
        page(batch).drop();
        run.maintain();
        assertThat(page).doesNotExist();
        run.ledger.accepted(2);
        end(run);
    }

    @Test
    void aBatchInTheSpoolNeedsNoPage() {
        Run run = journal().maintain().put("a", "b").maintain();
        assertThat(run.files(".batch")).hasSize(1);
        assertThat(written(run)).isEmpty();
        assertThat(run.deliver()).containsExactly("a", "b");
        end(run);
    }

    @Test
    void aDiskThatTakesNoMoreFilesKeepsWhatIsInTheJournalThere() {
        Run run = journal().maintain();
        Batch batch = run.batch(Run.STREAM, "a", "b");
        run.disk.writing = "No space left on device";
        run.spool.put(batch, false);
        run.maintain();
        assertThat(run.stats().held()).isEqualTo(2);
        assertThat(run.stats()).matches(PipelineStats::balances);
        run.spool.close();
        assertThat(run.stats().handedOver()).isEqualTo(2);
        assertThat(run.stats().totalDropped()).isZero();
        Run next = journal().maintain();
        assertThat(next.deliver()).containsExactly("a", "b");
        end(next);
    }

    @Test
    void aPageIsReadBackWhileTheDiskTakesNothing() {
        Run run = journal().maintain();
        Batch batch = run.batch(Run.STREAM, "a", "b");
        run.disk.writing = "Read-only file system";
        run.spool.put(batch, false);
        assertThat(run.deliver()).containsExactly("a", "b");
        end(run);
    }

    @Test
    void aFullDiskEndsTheJournalAndNotTheBatch() {
        Run run = journal().maintain().rows(Run.STREAM, "a");
        run.disk.writing = "No space left on device";
        run.disk.torn = 7;
        Batch batch = run.rows(Run.STREAM, "b").batch(Run.STREAM, "c");
        assertThat(page(batch).isWhole()).isFalse();
        run.maintain();
        assertThat(run.reporter.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .contains("No space left on device");
        assertThat(run.batch(Run.STREAM, "d").copy())
                .as("nobody waits for a full disk")
                .isSameAs(Journal.Page.NONE);
        run.spool.put(batch, false);
        assertThat(run.deliver()).contains("a", "b", "c");
        run.ledger.accepted(1);
        run.disk.writing = null;
        time.advance(Duration.ofSeconds(31));
        run.maintain();
        assertThat(run.batch(Run.STREAM, "e").copy()).as("the journal is back").isInstanceOf(JournalPage.class);
        run.ledger.accepted(1);
        run.kill();
        // What was written before the disk was full, and the open batch that nobody dropped.
        Run next = journal().maintain();
        assertThat(next.deliver()).contains("e").doesNotContain("b", "c", "d");
        end(next);
    }

    @Test
    void rowsDoNotGoToPagesOfADirectoryThatSomebodyDeleted() throws IOException {
        Run run = journal().maintain();
        Path home = run.files(".open").get(0).getParent();
        for (Path file : run.files("")) {
            if (file.startsWith(home) && !file.equals(home)) {
                Files.delete(file);
            }
        }
        Files.delete(home);
        run.put("waits in memory").maintain();
        time.advance(Duration.ofSeconds(31));
        run.maintain().rows(Run.STREAM, "after").kill();
        Run next = journal().maintain();
        assertThat(next.deliver()).containsExactlyInAnyOrder("waits in memory", "after");
        end(next);
    }

    @Test
    void aPageHasNoMemoryOfItsOwnOnceItsBatchIsCut() {
        Run run = journal().maintain();
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < 50; i++) {
            batches.add(run.rows(Run.STREAM, "x".repeat(100_000)).batch(Run.STREAM, "y"));
        }
        assertThat(batches).allMatch(batch -> page(batch).pending.length == 0);
        run.kill();
    }

    @Test
    void aBatchWithoutABodyWaitsAsItsPage() {
        Run run = journal().maintain();
        run.spool.put(run.batch(Run.STREAM, "a", "b").onPage(), false);
        assertThat(run.stats().held()).isEqualTo(2);
        assertThat(run.files(".batch")).isEmpty();
        assertThat(run.deliver()).containsExactly("a", "b");
        assertThat(written(run)).isEmpty();
        end(run);
    }

    @Test
    void aBatchWithoutABodyWaitsForADiskThatCannotBeReadAtTheMoment() {
        Run run = journal().maintain();
        Batch batch = run.batch(Run.STREAM, "a", "b").onPage();
        run.disk.reading = "Input/output error";
        run.spool.put(batch, false);
        assertThat(run.lost).isEmpty();
        assertThat(run.deliver()).isEmpty();
        run.disk.reading = null;
        time.advance(DiskHealth.RETRY);
        assertThat(run.deliver()).containsExactly("a", "b");
        end(run);
    }

    @Test
    void aBatchWithoutABodyWhosePageIsGoneIsCounted() throws IOException {
        Run run = journal().maintain();
        Batch batch = run.batch(Run.STREAM, "a").onPage();
        Files.delete(written(run).get(0));
        run.spool.put(batch, false);
        assertThat(run.lost).containsExactly("UNREADABLE 1");
        end(run);
    }

    @Test
    void aBacklogThatWasCutUnpackedIsReadBackFromItsPage() {
        Run run = journal().maintain();
        Batch batch = run.batch(Run.STREAM, backlog());
        assertThat(batch.isOnPage()).as("packing it would have kept the ring").isTrue();
        run.spool.put(batch, false);
        assertThat(run.deliver()).containsExactly(backlog());
        end(run);
    }

    @Test
    void aBacklogWhosePageBrokeIsPackedAfterAll() {
        Run run = journal().maintain();
        run.disk.writing = "No space left on device";
        Batch batch = run.batch(Run.STREAM, backlog());
        assertThat(Run.texts(batch)).containsExactly(backlog());
        run.kill();
    }

    /** More than a flusher packs while it cuts. */
    private static String[] backlog() {
        var rows = new String[300];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "event " + i + " " + "x".repeat(1000);
        }
        return rows;
    }

    @Test
    void aStartThatFindsManyFilesHasAPageForTheFlusherAllTheTime() throws IOException {
        Path page = leaveAPage();
        for (int i = 1; i <= 50; i++) {
            Files.copy(page, page.resolveSibling("1795161801000-000001%02d.open".formatted(i)));
        }
        Run next = journal();
        next.wakesCourier = false;
        var fullest = new ArrayList<Path>();
        next.disk.beforeReading = file -> {
            if (file.toString().endsWith(".open")) {
                fullest.add(takeAPage(next));
            }
        };
        next.spool.maintainJournal();
        next.spool.maintain();
        assertThat(fullest).hasSize(51).doesNotHaveDuplicates();
        next.disk.beforeReading = file -> {};
        next.kill();
    }

    @Test
    void readingBackWhatWaitsLeavesNoFlusherWithoutAPage() {
        journal().maintain().put("a").put("b").put("c").kill();
        Run next = journal().maintain();
        next.wakesCourier = false;
        for (int i = 0; i < 3; i++) {
            takeAPage(next);
            takeAPage(next);
            takeAPage(next);
            takeAPage(next);
            lease(next).done();
        }
        next.kill();
    }

    /** What the flusher does with a batch's first row; it would wait for ever if there were no page. */
    private static Path takeAPage(Run run) {
        assertThat(run.files(".open"))
                .as("a page is ready")
                .anyMatch(file -> file.toFile().length() == 0);
        JournalPage page = (JournalPage) run.buffer.journal().open(Run.STREAM);
        assertThat(page).isInstanceOf(JournalPage.class);
        page.add("{}".getBytes(StandardCharsets.UTF_8), 2, 0);
        page.write();
        return page.path();
    }

    @Test
    void pagesCountForTheByteCap() {
        Run run = new Run(directory, time, "durability", "journal", "spoolMaxBytes", "1MB").maintain();
        run.put("waits").maintain();
        run.rows(Run.STREAM, "x".repeat(600_000)).rows("Custom-Audit_CL", "y".repeat(600_000));
        run.put("more");
        assertThat(run.lost).contains("BUFFER_FULL 1");
        run.kill();
    }

    @Test
    void aJournalThatIsWrittenAgainSaysSo() {
        Run run = journal().maintain().rows(Run.STREAM, "a");
        run.disk.writing = "No space left on device";
        run.rows(Run.STREAM, "b").maintain();
        time.advance(Duration.ofSeconds(31));
        run.disk.writing = null;
        run.maintain();
        assertThat(run.reporter.lines()).noneMatch(line -> line.contains("again, in"));
        run.rows("Custom-Audit_CL", "c").maintain();
        assertThat(run.reporter.lines()).anyMatch(line -> line.contains("again, in"));
        run.kill();
    }

    @Test
    void aStartForcesNothingBeforeItsFirstPageIsReadyButAWaitingBatchDoes() {
        Run run = journal().maintain().rows(Run.STREAM, "a");
        assertThat(run.disk.forced + run.disk.written).as("forced so far").isZero();
        run.put("b");
        assertThat(run.disk.forced).as("whose the directory is").isEqualTo(1);
        assertThat(run.disk.written).as("the batch").isEqualTo(1);
        run.put("c");
        assertThat(run.disk.forced).isEqualTo(1);
        run.kill();
    }

    @Test
    void theJournalIsForcedAsOftenAsIsAsked() {
        Run run = new Run(directory, time, "durability", "journal", "journalFsyncInterval", "100ms").maintain();
        assertThat(run.disk.forced).as("whose the directory is").isEqualTo(1);
        run.disk.forced = 0;
        run.rows(Run.STREAM, "a");
        time.advance(Duration.ofMillis(100));
        assertThat(run.spool.maintainJournal()).isEqualTo(100_000_000);
        assertThat(run.disk.forced).isEqualTo(1);
        time.advance(Duration.ofMillis(100));
        run.spool.maintainJournal();
        assertThat(run.disk.forced).as("nothing new").isEqualTo(1);
        run.rows(Run.STREAM, "b");
        run.spool.maintainJournal();
        assertThat(run.disk.forced).as("too early").isEqualTo(1);
        time.advance(Duration.ofMillis(100));
        run.spool.maintainJournal();
        assertThat(run.disk.forced).isEqualTo(2);
        run.kill();
    }

    @Test
    void aFlusherThatWaitsForAPageGoesOnWhenTheJournalEnds() {
        var journal = new DiskJournal(0, () -> {});
        CompletableFuture<Boolean> waits =
                CompletableFuture.supplyAsync(() -> journal.open(Run.STREAM) == Journal.Page.NONE);
        assertThat(waits).isNotDone();
        journal.end();
        await().atMost(Duration.ofSeconds(60)).until(waits::isDone);
        assertThat(waits.join()).isTrue();
    }

    @Test
    void aPageThatIsTakenWhileTheJournalClosesIsNotWrittenAnyMore() throws IOException {
        Path file = directory.resolve("page");
        var wake = new AtomicReference<Runnable>(() -> {});
        var journal = new DiskJournal(0, () -> wake.get().run());
        var name = new SpoolName(0, 1, SpoolName.OPEN);
        journal.add(new JournalPage(journal, directory, name, new RealDisk().create(file)));
        // The last moment for it: the page is out of the pile and not in use yet.
        wake.set(journal::close);
        Journal.Page page = journal.open(Run.STREAM);
        assertThat(page).isInstanceOf(JournalPage.class);
        page.add("{}".getBytes(StandardCharsets.UTF_8), 2, 0);
        page.write();
        assertThat(page.isWhole())
                .as("its directory may be somebody else's by now")
                .isFalse();
        assertThat(file).isEmptyFile();
    }

    @Test
    void aFlusherThatWaitsForAPageGoesOnWithoutOneWhenTheDiskFails() {
        var journal = new DiskJournal(0, () -> {});
        CompletableFuture<Boolean> waits =
                CompletableFuture.supplyAsync(() -> journal.open(Run.STREAM) == Journal.Page.NONE);
        journal.suspended(true);
        await().atMost(Duration.ofSeconds(60)).until(waits::isDone);
        assertThat(waits.join()).isTrue();
    }

    private static final List<String> ROWS = List.of("first", "other", "third");

    private Path leaveAPage() {
        Run run = journal().maintain();
        for (String row : ROWS) {
            run.rows(Run.STREAM, row);
        }
        run.kill();
        return run.files(".open").get(0);
    }

    /** What a start finds in the page; it is as it was afterwards. */
    private List<String> readAndKeep(Path page, byte[] sound) throws IOException {
        Run run = new Run(directory, time).maintain();
        var rows = new ArrayList<>(run.deliver());
        end(run);
        Files.deleteIfExists(Path.of(page.toString().replace(".open", ".bad")));
        Files.write(page, sound);
        return rows;
    }

    private static void end(Run run) {
        assertThat(run.stats()).matches(PipelineStats::balances);
        run.spool.close();
        assertThat(run.stats()).matches(PipelineStats::balances);
    }

    private static Spool.Lease lease(Run run) {
        Spool.Lease lease = run.spool.lease(any -> true);
        assertThat(lease).isNotNull();
        return lease;
    }

    private static JournalPage page(Batch batch) {
        assertThat(batch.copy()).isInstanceOf(JournalPage.class);
        return (JournalPage) batch.copy();
    }

    private static List<Path> written(Run run) {
        return run.files(".open").stream()
                .filter(file -> file.toFile().length() > 0)
                .toList();
    }

    private Run journal() {
        return new Run(directory, time, JOURNAL);
    }
}
