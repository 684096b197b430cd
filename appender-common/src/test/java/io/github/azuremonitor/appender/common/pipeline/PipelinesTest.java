package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.EventSlot;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.testing.Outcomes;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.OwnThreads;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sharing, handing over, stopping: with real threads and an Azure that is played. */
@Timeout(300)
class PipelinesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PlayedAzure azure = new PlayedAzure();
    private final RecordingReporter reporter = new RecordingReporter();
    private final Pipelines pipelines =
            new Pipelines(new Pipeline.Surroundings(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
    private final List<Inlet> opened = new ArrayList<>();

    @AfterEach
    void everyLedgerBalances() {
        azure.hangs = false;
        azure.outcome = Outcomes.accepted();
        for (Inlet inlet : opened) {
            inlet.close(Duration.ofSeconds(1));
            assertThat(inlet.stats()).matches(PipelineStats::balances, "balances");
            assertThat(inlet.stats().held()).isZero();
        }
    }

    @Test
    void appendersWithEqualSettingsShareOnePipeline() {
        Inlet logback = open();
        Inlet log4j2 = open();
        log(logback, "a");
        log(log4j2, "b");
        assertThat(logback.flush(PATIENCE)).isTrue();
        assertThat(azure.senders).hasValue(1);
        assertThat(log4j2.stats().accepted()).isEqualTo(2);
        logback.close(PATIENCE);
        assertThat(log4j2.isOver()).isFalse();
        log(log4j2, "c");
        log4j2.close(PATIENCE);
        assertThat(log4j2.stats().accepted()).isEqualTo(3);
        assertThat(azure.closed).hasValue(1);
    }

    @Test
    void anyDifferenceMakesASecondPipelineAndThatIsSaidOnce() {
        open();
        open("linger", "7s");
        assertThat(azure.senders).hasValue(2);
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("second pipeline"))
                .hasSize(1);
    }

    @Test
    void aRingThatTheMemoryDoesNotHoldIsLoweredAndThatIsSaid() {
        open("ringSize", "64");
        assertThat(reporter.lines()).noneMatch(line -> line.contains("ringSize"));

        open("ringSize", "1048576");
        assertThat(reporter.lines())
                .filteredOn(line -> line.startsWith("INFO ringSize=1048576 is lowered to "))
                .hasSize(1);
    }

    @Test
    void whatAPipelineSaysFirstIsHeard(@TempDir Path directory) {
        int pipelinesOneAfterTheOther = 50;
        for (int i = 0; i < pipelinesOneAfterTheOther; i++) {
            open("durability", "spool", "spoolDirectory", directory.toString()).close(PATIENCE);
        }

        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("batches wait in"))
                .hasSize(pipelinesOneAfterTheOther);
    }

    @Test
    void twoTablesOfOnePipelineDifferInStreamAndColumns() {
        azure.keepsBodies = true;
        Inlet standard = open();
        Inlet audit = open("streamName", "Custom-Audit_CL", "columns", "TimeGenerated = timestamp; Text = message");
        log(standard, "plain");
        log(audit, "audited");
        assertThat(standard.flush(PATIENCE)).isTrue();
        assertThat(azure.senders).hasValue(1);
        assertThat(azure.bodies).anyMatch(row -> row.contains("\"Message\":\"plain\""));
        assertThat(azure.bodies).anyMatch(row -> row.contains("\"Text\":\"audited\""));
    }

    @Test
    void sixteenThreadsLoseNothing() throws Exception {
        Inlet inlet = open("maxBlock", "10s", "ringSize", "1024");
        var done = new CountDownLatch(16);
        for (int t = 0; t < 16; t++) {
            int thread = t;
            new Thread(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            log(inlet, "event " + i + " of thread " + thread);
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(inlet.flush(PATIENCE)).isTrue();
        assertThat(inlet.stats().accepted()).isEqualTo(320_000);
        assertThat(azure.rows).hasValue(320_000);
        assertThat(inlet.stats().totalDropped()).isZero();
    }

    @Test
    void aHandedOverPipelineGoesOnForAnEqualAppender() {
        Inlet before = open();
        log(before, "before the reset");
        before.handOver();
        Inlet after = open();
        log(after, "after the reset");
        assertThat(after.flush(PATIENCE)).isTrue();
        assertThat(azure.senders).hasValue(1);
        assertThat(after.stats().accepted()).isEqualTo(2);
        assertThat(before.isOver()).isFalse();
    }

    @Test
    void aHandOverWaitsForNobodyAndEndsByItselfIfNobodyComes() {
        azure.hangs = true;
        Inlet old = open("shutdownTimeout", "3s");
        log(old, "to a dead endpoint");
        old.handOver();
        assertThat(old.isOver()).as("the hand-over has waited for the end").isFalse();
        Inlet changed = open("linger", "1s");
        assertThat(azure.senders).hasValue(2);
        await().atMost(PATIENCE).until(old::isOver);
        assertThat(old.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
        assertThat(changed.isOver()).isFalse();
    }

    @Test
    void theContextsEndClosesWhatWasHandedOver() {
        Inlet inlet = open();
        log(inlet, "last words");
        inlet.handOver();
        inlet.close(PATIENCE);
        assertThat(inlet.isOver()).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void aStopWithADeadEndpointKeepsItsDeadlineAndSaysWhatIsLost() {
        azure.hangs = true;
        Inlet inlet = open();
        for (int i = 0; i < 10; i++) {
            log(inlet, "lost " + i);
        }
        // Nobody ever answers: a stop without a deadline runs into the timeout of this class.
        inlet.close(Duration.ofSeconds(1));
        assertThat(inlet.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 10L);
        assertThat(reporter.lines()).anyMatch(line -> line.startsWith("ERROR stopped: 10 events offered, 0 accepted"));
    }

    @Test
    void aStopWaitsForAnEndpointThatComesBack() throws Exception {
        azure.outcome = Outcomes.answered(503, "");
        Inlet inlet = open();
        log(inlet, "patient");
        assertThat(inlet.flush(Duration.ofMillis(200))).isFalse();
        var closed = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            inlet.close(PATIENCE);
            closed.countDown();
        });
        closer.start();
        azure.outcome = Outcomes.accepted();
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void anInterruptedThreadStillStopsInOrderAndKeepsItsFlag() throws Exception {
        Inlet inlet = open();
        log(inlet, "before");
        var flag = new AtomicBoolean();
        Thread stopper = new Thread(() -> {
            Thread.currentThread().interrupt();
            inlet.close(PATIENCE);
            flag.set(Thread.currentThread().isInterrupted());
        });
        stopper.start();
        stopper.join();
        assertThat(flag).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void whatIsLoggedAfterTheStopIsCounted() {
        Inlet inlet = open();
        inlet.close(PATIENCE);
        inlet.close(PATIENCE);
        log(inlet, "too late");
        assertThat(inlet.stats().dropped()).containsEntry(DropReason.STOPPED, 1L);
        assertThat(inlet.flush(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void stoppingWhileOthersLogLosesNothingUncounted() throws Exception {
        for (int round = 0; round < 10; round++) {
            Inlet inlet = open("linger", (round + 1) + "s");
            var started = new CountDownLatch(4);
            List<Thread> callers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread caller = new Thread(() -> {
                    started.countDown();
                    for (int i = 0; i < 2000; i++) {
                        log(inlet, "x");
                    }
                });
                caller.start();
                callers.add(caller);
            }
            started.await();
            inlet.close(PATIENCE);
            for (Thread caller : callers) {
                caller.join();
            }
            PipelineStats stats = inlet.stats();
            assertThat(stats.offered()).isEqualTo(8000);
            assertThat(stats.balances()).isTrue();
        }
    }

    @Test
    void fiftyStartsAndStopsLeaveNoThread() {
        for (int i = 0; i < 50; i++) {
            Inlet inlet = open();
            log(inlet, "x");
            inlet.close(PATIENCE);
        }
        assertThat(azure.rows).hasValue(50);
        await().atMost(PATIENCE).until(() -> ownThreads().isEmpty());
    }

    @Test
    void ownThreadsAreKeptOutOfTheRing() throws Exception {
        Inlet inlet = open();
        var foreign = new AtomicBoolean(true);
        Thread own = OwnThreads.create("azure-monitor-test", () -> foreign.set(inlet.isForeign()));
        own.start();
        own.join();
        assertThat(foreign).isFalse();
        assertThat(inlet.isForeign()).isTrue();
        assertThat(inlet.stats().self()).isEqualTo(1);
    }

    @Test
    void theExitOfTheJvmDeliversWhatIsLeft() {
        Inlet inlet = open();
        log(inlet, "last line of main");
        var hook = new ExitHook(pipelines::running);
        hook.runNow();
        assertThat(azure.rows).hasValue(1);
        assertThat(inlet.isOver()).isTrue();
    }

    @Test
    void whereAFrameworkStopsUsTheExitOnlyFlushes() {
        Inlet inlet = open(true);
        log(inlet, "before");
        new ExitHook(pipelines::running).runNow();
        assertThat(azure.rows).hasValue(1);
        log(inlet, "line of a graceful shutdown");
        inlet.close(PATIENCE);
        assertThat(azure.rows).hasValue(2);
    }

    @Test
    void theExitWaitsForAPipelineThatSomebodyElseIsClosing() throws Exception {
        azure.outcome = Outcomes.answered(503, "");
        Inlet inlet = open("durability", "memory");
        log(inlet, "late");
        Thread closer = new Thread(() -> inlet.close(PATIENCE));
        closer.start();
        await().atMost(PATIENCE).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        var exited = new CountDownLatch(1);
        Thread exit = new Thread(() -> {
            new ExitHook(pipelines::running).runNow();
            exited.countDown();
        });
        exit.start();
        await().atMost(PATIENCE).until(() -> exit.getState() == Thread.State.TIMED_WAITING);
        assertThat(exited.getCount()).isEqualTo(1);
        azure.outcome = Outcomes.accepted();
        assertThat(exited.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(azure.rows).hasValue(1);
        closer.join();
    }

    @Test
    void theExitClosesLastWhereOnlyOneOfTwoAppendersHasAFramework() throws Exception {
        Inlet log4j2 = open(true);
        Inlet logback = open(false);
        var exited = new CountDownLatch(1);
        Thread exit = new Thread(() -> {
            new ExitHook(pipelines::running).runNow();
            exited.countDown();
        });
        exit.start();
        await().atMost(PATIENCE).until(() -> exit.getState() == Thread.State.TIMED_WAITING);
        log(log4j2, "line of a graceful shutdown");
        log4j2.close(PATIENCE);
        assertThat(exited.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(logback.isOver()).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void aFlushWithoutAPipelineOrDuringTheEndIsNotTrue() {
        assertThat(pipelines.flush(Duration.ofSeconds(1))).isFalse();
        Inlet inlet = open();
        inlet.close(PATIENCE);
        assertThat(inlet.flush(Duration.ofSeconds(30))).isFalse();
        assertThat(pipelines.flush(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void anErrorInTheLevelOfTheFlushSettingGoesOutWithoutLingering() {
        Inlet inlet = open("flushLevel", "ERROR", "linger", "60s");
        log(inlet, "info waits");
        logAt(inlet, "error does not", Severity.ERROR);
        await().atMost(PATIENCE).until(() -> azure.rows.get() == 2);
    }

    @Test
    void everyFrameworkHearsALineOnceAndBeforeTheFlushIsAnswered() {
        var other = new ArrayList<String>();
        Inlet first = open();
        open();
        Inlet log4j2 = pipelines.open(
                Settings.with().pipeline(),
                Settings.with().table(),
                columns("standard"),
                new RecordingReporter() {
                    @Override
                    public void info(String message) {
                        other.add(message);
                    }
                },
                () -> false);
        opened.add(log4j2);
        log(first, "a");
        assertThat(first.flush(PATIENCE)).isTrue();
        assertThat(reporter.lines())
                .filteredOn(line -> line.contains("first 1 rows accepted"))
                .hasSize(1);
        assertThat(other)
                .filteredOn(line -> line.contains("first 1 rows accepted"))
                .hasSize(1);
    }

    @Test
    void aListenerThatThrowsDoesNotEndDelivery() {
        Inlet inlet = pipelines.open(
                Settings.with("linger", "3s").pipeline(),
                Settings.with().table(),
                columns("standard"),
                new Reporter() {
                    @Override
                    public void info(String message) {
                        throw new IllegalStateException("deaf");
                    }

                    @Override
                    public void warn(String message) {
                        throw new IllegalStateException("deaf");
                    }

                    @Override
                    public void error(String message) {
                        throw new IllegalStateException("deaf");
                    }
                },
                () -> false);
        opened.add(inlet);
        log(inlet, "a");
        assertThat(inlet.flush(PATIENCE)).isTrue();
        log(inlet, "b");
        assertThat(inlet.flush(PATIENCE)).isTrue();
    }

    private Inlet open(String... settings) {
        return open(false, settings);
    }

    private Inlet open(boolean frameworkStops, String... settings) {
        var read = Settings.with(settings);
        Inlet inlet = pipelines.open(
                read.pipeline(), read.table(), columns(read.table().columns()), reporter, () -> frameworkStops);
        opened.add(inlet);
        return inlet;
    }

    private static List<Column> columns(String text) {
        return ColumnList.parse(text, new ArrayList<>()).columns();
    }

    private static void log(Inlet inlet, String message) {
        logAt(inlet, message, Severity.INFO);
    }

    private static void logAt(Inlet inlet, String message, Severity severity) {
        EventSlot slot = inlet.claim(message.length(), severity);
        if (slot == null) {
            return;
        }
        try {
            slot.time(1_795_161_801L, 0);
            slot.origin(severity, severity.name(), "test", "main");
            slot.message(message);
            slot.complete();
        } finally {
            inlet.publish(slot);
        }
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("azure-monitor"))
                .toList();
    }
}
