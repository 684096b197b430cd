package io.github.azuremonitor.appender.common.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final String STREAM = "Custom-JavaLogs_CL";
    private static final long SECOND = 1_000_000_000L;

    private final List<Batch> cut = new ArrayList<>();
    private int lost;
    private final LingerPolicy lingerPolicy = new LingerPolicy(Duration.ofSeconds(5));
    private final Batcher batcher = new Batcher(0, lingerPolicy, UUID::randomUUID, cut::add, rows -> lost += rows);

    @Test
    void theBodyIsTheArrayThatWasPutIn() throws Exception {
        add("{\"a\":1}");
        add("{\"a\":2}");
        batcher.cutAll();
        assertThat(inflate(cut.get(0))).isEqualTo("[{\"a\":1},\n{\"a\":2}]");
        assertThat(cut.get(0).rawBytes()).isEqualTo(inflate(cut.get(0)).length());
        assertThat(cut.get(0).rows()).isEqualTo(2);
    }

    @Test
    void bracketsAndSeparatorsAreCountedToTheByte() throws Exception {
        // Two rows: [ + row + ,\n + row + ] is exactly the limit.
        add("x".repeat(500_000));
        add("y".repeat(Batcher.MAX_BYTES - 500_000 - 4));
        assertThat(cut).isEmpty();
        batcher.cutAll();
        assertThat(cut.get(0).rawBytes()).isEqualTo(1_048_576);
        assertThat(inflate(cut.get(0))).hasSize(1_048_576);

        add("x".repeat(500_000));
        add("y".repeat(Batcher.MAX_BYTES - 500_000 - 3));
        assertThat(cut).as("one byte more is a second batch").hasSize(2);
        assertThat(cut.get(1).rows()).isEqualTo(1);
    }

    @Test
    void aRowOfTheLargestSizeIsABatchOfItsOwn() {
        add("z".repeat(Batcher.MAX_ROW_BYTES));
        batcher.cutAll();
        assertThat(cut).singleElement().extracting(Batch::rawBytes).isEqualTo(Batcher.MAX_BYTES);
    }

    @Test
    void randomRowsComeBackAsTheyWere() throws Exception {
        var random = new Random(42);
        var rows = new ArrayList<String>();
        for (int i = 0; i < 3000; i++) {
            byte[] text = new byte[random.nextInt(2000)];
            random.nextBytes(text);
            String row = "{\"m\":\"" + java.util.HexFormat.of().formatHex(text) + "\"}";
            rows.add(row);
            add(row);
        }
        batcher.cutAll();
        var back = new ArrayList<String>();
        for (Batch batch : cut) {
            assertThat(batch.rawBytes()).isLessThanOrEqualTo(Batcher.MAX_BYTES);
            BatchSplitter.rows(batch).forEach(row -> back.add(new String(row, StandardCharsets.UTF_8)));
        }
        assertThat(back).isEqualTo(rows);
        assertThat(cut).hasSizeGreaterThan(3);
    }

    @Test
    void aBatchThatBreaksCostsItsOwnRowsOnly() throws Exception {
        var broken = new boolean[] {true};
        var fragile = new Batcher(
                1,
                lingerPolicy,
                () -> {
                    if (broken[0]) {
                        throw new OutOfMemoryError("played");
                    }
                    return UUID.randomUUID();
                },
                cut::add,
                rows -> lost += rows);
        byte[] row = "{}".getBytes(StandardCharsets.UTF_8);
        fragile.add(STREAM, row, row.length, 0, 0);
        fragile.add(STREAM, row, row.length, 0, 0);
        fragile.cutAll();
        assertThat(lost).isEqualTo(2);
        assertThat(fragile.openRows()).isZero();
        broken[0] = false;
        fragile.add(STREAM, row, row.length, 0, 0);
        fragile.cutAll();
        assertThat(inflate(cut.get(0))).isEqualTo("[{}]");
        fragile.close();
    }

    @Test
    void aBatchThatBreaksWhileItIsCutGoesOnAsItsPage() throws Exception {
        var page = new RecordingPage();
        var heap = new PlayedHeap();
        Batcher journalled = journalled(heap, page);
        add(journalled, 1);
        add(journalled, 2);
        heap.full = 1;
        journalled.cutAll();
        assertIsOnPage(cut.get(0), page, 2);
        assertThat(lost).as("rows lost that are in the journal").isZero();
        assertThat(journalled.openRows()).as("rows that are on their way").isZero();
        assertThat(page.dropped).as("the page was dropped").isFalse();

        add(journalled, 3);
        journalled.cutAll();
        assertThat(inflate(cut.get(1))).as("the batch after it").isEqualTo("[{\"i\":3}]");
        assertThat(cut).extracting(Batch::id).containsExactly(1L, 2L);
    }

    @Test
    void aBatchThatBreaksAndFindsNoMemoryForItsPageEitherWaitsForARoundThatHasSome() {
        var page = new RecordingPage();
        var heap = new PlayedHeap();
        Batcher journalled = journalled(heap, page);
        add(journalled, 1);
        heap.full = 3;
        assertThatThrownBy(journalled::cutAll).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> journalled.tick(0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(cut).isEmpty();
        assertThat(journalled.openRows()).as("rows that are still here").isEqualTo(1);
        assertThat(journalled.oldestMillis()).as("time of the oldest of them").isEqualTo(1);

        journalled.tick(0);
        assertIsOnPage(cut.get(0), page, 1);
        assertThat(lost).isZero();
        assertThat(journalled.openRows()).isZero();
        assertThat(journalled.oldestMillis()).isEqualTo(HeldRows.NONE);
    }

    @Test
    void aBatchThatBreaksWithARowGoesOnAsItsPageWithoutThatRow() throws Exception {
        var page = new RecordingPage();
        Batcher journalled = journalled(new PlayedHeap(), page);
        add(journalled, 1);
        add(journalled, 2);
        byte[] row = {'{', '}'};
        assertThatThrownBy(() -> journalled.add(STREAM, row, row.length + 1, 0, 0))
                .as("a row that breaks the body half-way")
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(lost).as("rows lost of which no caller knows").isZero();
        assertThat(journalled.openRows()).isEqualTo(2);

        add(journalled, 3);
        assertIsOnPage(cut.get(0), page, 2);
        assertThat(journalled.openRows()).as("the row after it").isEqualTo(1);
        journalled.cutAll();
        assertThat(inflate(cut.get(1))).isEqualTo("[{\"i\":3}]");
        assertThat(lost).isZero();
    }

    @Test
    void aBatchThatBreaksAndIsNotWholeInTheJournalIsLostAndCounted() throws Exception {
        var page = new RecordingPage();
        var heap = new PlayedHeap();
        Batcher journalled = journalled(heap, page);
        add(journalled, 1);
        add(journalled, 2);
        page.whole = false;
        heap.full = 1;
        journalled.cutAll();
        assertThat(cut).isEmpty();
        assertThat(lost).isEqualTo(2);
        assertThat(journalled.openRows()).isZero();
        assertThat(page.dropped)
                .as("the page was dropped, so that no start finds rows that count as lost")
                .isTrue();
    }

    @Test
    void whatTheTargetDoesNotTakeWaitsAndIsTakenFirst() throws Exception {
        var heap = new PlayedHeap();
        var other = new Batcher(0, lingerPolicy, UUID::randomUUID, heap.before(cut::add), rows -> lost += rows);
        add(other, 1);
        add(other, 2);
        heap.full = 1;
        assertThatThrownBy(other::cutAll).isInstanceOf(OutOfMemoryError.class);
        assertThat(other.openRows()).as("rows that nobody has taken").isEqualTo(2);
        assertThat(other.oldestMillis()).isEqualTo(1);

        add(other, 3);
        assertThat(other.openRows()).as("these and one more").isEqualTo(3);
        heap.full = 1;
        assertThatThrownBy(() -> other.tick(0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(other.openRows()).isEqualTo(3);
        assertThat(cut).isEmpty();

        other.cutAll();
        assertThat(inflate(cut.get(0))).isEqualTo("[{\"i\":1},\n{\"i\":2}]");
        assertThat(inflate(cut.get(1))).isEqualTo("[{\"i\":3}]");
        assertThat(cut).extracting(Batch::id).containsExactly(1L, 2L);
        assertThat(other.openRows()).isZero();
        assertThat(other.oldestMillis()).isEqualTo(HeldRows.NONE);
        assertThat(lost).isZero();
    }

    @Test
    void aRowForWhichABatchIsCutThatTheTargetDoesNotTakeIsItsCallersAndNoOtherIsLost() {
        var heap = new PlayedHeap();
        var other = new Batcher(0, lingerPolicy, UUID::randomUUID, heap.before(cut::add), rows -> lost += rows);
        byte[] large = "x".repeat(600_000).getBytes(StandardCharsets.UTF_8);
        other.add(STREAM, large, large.length, 1, 0);
        heap.full = 1;
        assertThatThrownBy(() -> other.add(STREAM, large, large.length, 2, 0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(other.openRows()).as("without the row that was not added").isEqualTo(1);
        other.add(STREAM, large, large.length, 3, 0);
        assertThat(other.openRows()).isEqualTo(2);
        other.add(STREAM, large, large.length, 4, 0);
        assertThat(cut).extracting(Batch::oldestMillis).containsExactly(1L, 3L);
        assertThat(other.openRows()).isEqualTo(1);
        assertThat(lost).isZero();
    }

    @Test
    void whatTheTargetNeverTakesIsLostAndCountedAtTheEnd() {
        var heap = new PlayedHeap();
        var other = new Batcher(0, lingerPolicy, UUID::randomUUID, heap.before(cut::add), rows -> lost += rows);
        add(other, 1);
        add(other, 2);
        heap.full = Integer.MAX_VALUE;
        assertThatThrownBy(other::cutAll).isInstanceOf(OutOfMemoryError.class);
        add(other, 3);
        other.close();
        assertThat(lost).isEqualTo(3);
        assertThat(other.openRows()).isZero();
    }

    /** A heap that is full for so many of the things that want memory. */
    private static final class PlayedHeap {
        int full;

        void want() {
            if (full > 0) {
                full--;
                throw new OutOfMemoryError("played");
            }
        }

        Consumer<Batch> before(Consumer<Batch> target) {
            return batch -> {
                want();
                target.accept(batch);
            };
        }
    }

    /** Of which each cut wants memory. */
    private Batcher journalled(PlayedHeap heap, RecordingPage first) {
        var pages = new ArrayDeque<Journal.Page>(List.of(first));
        return new Batcher(
                1,
                lingerPolicy,
                () -> {
                    heap.want();
                    return UUID.randomUUID();
                },
                cut::add,
                rows -> lost += rows,
                stream -> pages.isEmpty() ? new RecordingPage() : pages.remove());
    }

    /** A row at that millisecond. */
    private static void add(Batcher to, int number) {
        byte[] row = ("{\"i\":" + number + "}").getBytes(StandardCharsets.UTF_8);
        to.add(STREAM, row, row.length, number, 0);
    }

    private static void assertIsOnPage(Batch batch, RecordingPage page, int rows) {
        assertThat(batch.isOnPage()).as("the page stands for the body").isTrue();
        assertThat(batch.copy()).isSameAs(page);
        assertThat(batch.rows()).isEqualTo(rows);
        assertThat(page.rows).as("rows on the page").isEqualTo(rows);
    }

    @Test
    void whoSleepsUntilSomethingIsDueDoesNotOversleepALinger() {
        assertThat(batcher.nanosToNext(0)).as("nothing is open").isEqualTo(Long.MAX_VALUE);
        add("{}", 0, 3 * SECOND);
        add("{}", 0, 4 * SECOND);
        assertThat(batcher.nanosToNext(4 * SECOND)).isEqualTo(4 * SECOND);
        lingerPolicy.throttled();
        assertThat(batcher.nanosToNext(4 * SECOND)).as("a longer linger").isEqualTo(9 * SECOND);
        batcher.tick(13 * SECOND - 1);
        assertThat(cut).isEmpty();
        batcher.tick(13 * SECOND);
        assertThat(cut).hasSize(1);
    }

    @Test
    void withAJournalNothingIsPackedBeforeItIsWrittenDown() throws Exception {
        var page = new RecordingPage();
        var journalled = new Batcher(1, lingerPolicy, UUID::randomUUID, cut::add, rows -> {}, stream -> page);
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] row = ("{\"m\":\"" + noise(random, 1000) + "\"}").getBytes(StandardCharsets.UTF_8);
            journalled.add(STREAM, row, row.length, 0, 0);
        }
        assertThat(page.rows).isEqualTo(300);
        int steps = 1;
        while (journalled.packSome()) {
            steps++;
        }
        assertThat(steps)
                .as("pieces of 32 KB, between which the ring is looked at")
                .isGreaterThan(8);
        journalled.cutAll();
        assertThat(inflate(cut.get(0))).hasSize(cut.get(0).rawBytes());
    }

    @Test
    void aFlusherThatIsBehindLeavesThePackingToTheCourierAndGoesOnWithTheNextBatch() throws Exception {
        var page = new RecordingPage();
        var journalled = new Batcher(1, lingerPolicy, UUID::randomUUID, cut::add, rows -> {}, stream -> page);
        byte[] row = ("{\"m\":\"" + "x".repeat(1000) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1100; i++) {
            journalled.add(STREAM, row, row.length, 0, 0);
        }
        assertThat(cut)
                .singleElement()
                .matches(Batch::isOnPage)
                .extracting(Batch::copy)
                .isSameAs(page);
        while (journalled.packSome()) {
            // Nobody logs any more.
        }
        journalled.cutAll();
        assertThat(inflate(cut.get(1))).startsWith("[{\"m\"").hasSize(cut.get(1).rawBytes());
        assertThat(cut.get(0).rows() + cut.get(1).rows()).isEqualTo(1100);
    }

    private static String noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private static final class RecordingPage implements Journal.Page {
        int rows;
        boolean whole = true;
        boolean dropped;

        @Override
        public void add(byte[] row, int length, long epochMillis) {
            rows++;
        }

        @Override
        public void write() {}

        @Override
        public boolean isWhole() {
            return whole;
        }

        @Override
        public void drop() {
            dropped = true;
        }
    }

    @Test
    void aBatchIsCutWhenItsFirstRowHasLingered() {
        add("{}", 0, 0);
        add("{}", 0, 4 * SECOND);
        batcher.tick(5 * SECOND - 1);
        assertThat(cut).isEmpty();
        batcher.tick(5 * SECOND);
        assertThat(cut).singleElement().extracting(Batch::rows).isEqualTo(2);
        assertThat(batcher.openRows()).isZero();
    }

    @Test
    void rowsThirtyMinutesApartNeverShareABatch() {
        long start = 1_700_000_000_000L;
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            add("{}", start + random.nextLong(Duration.ofHours(3).toMillis()), 0);
        }
        batcher.cutAll();
        assertThat(cut).allMatch(batch -> batch.newestMillis() - batch.oldestMillis() <= 29 * 60_000);
        assertThat(cut.stream().mapToInt(Batch::rows).sum()).isEqualTo(500);
    }

    @Test
    void rowsOfTwoClocksDoNotCutEachOther() {
        for (int i = 0; i < 1000; i++) {
            add("{\"i\":" + i + "}", i % 2 == 0 ? i : i - 3_600_000L, i * SECOND / 1000);
        }
        assertThat(cut).as("cut before anything is due").isEmpty();
        batcher.cutAll();
        assertThat(cut).hasSize(2).allMatch(batch -> batch.newestMillis() - batch.oldestMillis() <= 29 * 60_000);
        assertThat(cut.stream().mapToInt(Batch::rows)).containsExactly(500, 500);
    }

    @Test
    void aRelayOfManyClocksIsCutSeldomAndKeepsFewBatchesOpen() {
        var random = new Random(3);
        int clocks = 12;
        for (int i = 0; i < 20_000; i++) {
            add("{}", random.nextInt(clocks) * 3_600_000L + i, 0);
        }
        assertThat(cut).as("cut before anything is due").isEmpty();
        batcher.cutAll();
        assertThat(cut).hasSize(clocks);

        cut.clear();
        for (int i = 0; i < 1000; i++) {
            add("{}", i * 3_600_000L, 0);
        }
        assertThat(1000 - cut.size()).as("open batches").isBetween(1, 16);
        batcher.cutAll();
        assertThat(cut.stream().mapToInt(Batch::rows).sum()).isEqualTo(1000);
        assertThat(batcher.openRows()).isZero();
    }

    @Test
    void ofManyClocksTheOneThatWasSilentForLongestGoes() {
        for (int i = 0; i < 100; i++) {
            add("{\"here\":" + i + "}", 0, 0);
            add("{\"there\":" + i + "}", (i + 1) * 3_600_000L, 0);
        }
        assertThat(cut).allMatch(batch -> batch.rows() == 1);
        batcher.cutAll();
        assertThat(cut.stream().mapToInt(Batch::rows).max()).hasValue(100);
    }

    @Test
    void theClocksOfOneStreamDoNotCutTheBatchesOfAnother() {
        byte[] row = "{}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1000; i++) {
            batcher.add("Custom-Other_CL", row, row.length, 0, 0);
            add("{}", i * 3_600_000L, 0);
        }
        assertThat(cut).noneMatch(batch -> batch.stream().equals("Custom-Other_CL"));
        batcher.cutAll();
        assertThat(cut)
                .filteredOn(batch -> batch.stream().equals("Custom-Other_CL"))
                .hasSize(1);
    }

    @Test
    void manyOpenBatchesOfMuchTextStayWithinTheirMemory() {
        var random = new Random(9);
        byte[] noise = new byte[100_000];
        for (int i = 0; i < 400; i++) {
            random.nextBytes(noise);
            add("{\"m\":\"" + java.util.HexFormat.of().formatHex(noise) + "\"}", i % 16 * 3_600_000L, 0);
        }
        assertThat(400 - cut.stream().mapToInt(Batch::rows).sum())
                .as("rows of 200 KB in open batches")
                .isLessThan(60);
        batcher.cutAll();
        assertThat(cut.stream().mapToInt(Batch::rows).sum()).isEqualTo(400);
    }

    @Test
    void whatWouldOnlyWaitIsNotCutEarly() {
        byte[] row = "{}".getBytes(StandardCharsets.UTF_8);
        batcher.add("Custom-Refused_CL", row, row.length, 0, 0);
        add("{}");
        long opened = batcher.lastOpened();
        lingerPolicy.held(java.util.Set.of("Custom-Refused_CL"));
        batcher.cut(opened, lingerPolicy::canSend);
        assertThat(cut).singleElement().extracting(Batch::stream).isEqualTo(STREAM);
        assertThat(batcher.isCut(opened)).isFalse();
        batcher.tick(59 * SECOND);
        assertThat(batcher.isCut(opened)).isFalse();
        batcher.tick(60 * SECOND);
        assertThat(batcher.isCut(opened)).isTrue();
    }

    @Test
    void inAnOutageBatchesCloseAtOneMegabyteOrAMinuteOnly() {
        lingerPolicy.outage(true);
        add("{}", 0, 0);
        batcher.tick(59 * SECOND);
        assertThat(cut).isEmpty();
        batcher.tick(60 * SECOND);
        assertThat(cut).hasSize(1);
    }

    @Test
    void fourHundredInstancesStayFarBelowTheRequestQuotaOfOneRule() {
        // 12,000 requests a minute for one DCR (Azure Monitor docs, service limits, Logs Ingestion API).
        int instances = 400;
        int minutes = 5;
        var posts = new int[minutes];
        var row = "{\"m\":\"twenty events a second, 300 bytes each"
                .concat("x".repeat(260))
                .concat("\"}");
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        for (int instance = 0; instance < instances; instance++) {
            var minute = new int[1];
            var one = new Batcher(
                    1,
                    new LingerPolicy(Duration.ofSeconds(5)),
                    () -> new UUID(0, 0),
                    batch -> posts[minute[0]]++,
                    rows -> {});
            long offset = new Random(instance).nextLong(5 * SECOND);
            for (int tick = 0; tick < minutes * 60; tick++) {
                minute[0] = tick / 60;
                long now = offset + tick * SECOND;
                for (int i = 0; i < 20; i++) {
                    one.add(STREAM, bytes, bytes.length, tick * 1000L, now);
                }
                one.tick(now);
            }
            one.close();
        }
        assertThat(java.util.Arrays.stream(posts).max()).matches(most -> most.getAsInt() <= 6_000, "half of the quota");
    }

    private void add(String row) {
        add(row, 0, 0);
    }

    private void add(String row, long millis, long nanos) {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        batcher.add(STREAM, bytes, bytes.length, millis, nanos);
    }

    private static String inflate(Batch batch) throws Exception {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(batch.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
