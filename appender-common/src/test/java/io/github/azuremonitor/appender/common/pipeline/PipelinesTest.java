package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.testing.LogCalls;
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
            new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
    private final List<PipelineHandle> opened = new ArrayList<>();

    @AfterEach
    void everyLedgerBalances() {
        azure.hangs = false;
        azure.outcome = Outcomes.accepted();
        for (PipelineHandle handle : opened) {
            handle.close(Duration.ofSeconds(1));
            assertThat(handle.stats()).matches(PipelineStats::balances, "balances");
            assertThat(handle.stats().held()).isZero();
        }
    }

    @Test
    void appendersWithEqualSettingsShareOnePipeline() {
        PipelineHandle logback = open();
        PipelineHandle log4j2 = open();
        LogCalls.log(logback, "a");
        LogCalls.log(log4j2, "b");
        assertThat(logback.flush(PATIENCE)).isTrue();
        assertThat(azure.senders).hasValue(1);
        assertThat(log4j2.stats().accepted()).isEqualTo(2);
        logback.close(PATIENCE);
        assertThat(log4j2.isOver()).isFalse();
        LogCalls.log(log4j2, "c");
        log4j2.close(PATIENCE);
        assertThat(log4j2.stats().accepted()).isEqualTo(3);
        assertThat(azure.closed).hasValue(1);
    }

    /** Otherwise a server that undeploys an application reports them as a leak. */
    @Test
    void idleThreadsEndWithTheLastPipeline() throws Exception {
        PipelineHandle first = open();
        PipelineHandle last = open("linger", "7s");
        Thread idle = OwnThreads.pool("azure-monitor-test")
                .submit(Thread::currentThread)
                .get();
        first.close(PATIENCE);
        assertThat(idle.isAlive()).isTrue();
        last.close(PATIENCE);

        // Half of what an idle thread stays for while there is a pipeline.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(idle.isAlive()).isFalse());
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
        PipelineHandle standard = open();
        PipelineHandle audit =
                open("streamName", "Custom-Audit_CL", "columns", "TimeGenerated = timestamp; Text = message");
        LogCalls.log(standard, "plain");
        LogCalls.log(audit, "audited");
        assertThat(standard.flush(PATIENCE)).isTrue();
        assertThat(azure.senders).hasValue(1);
        assertThat(azure.bodies).anyMatch(row -> row.contains("\"Message\":\"plain\""));
        assertThat(azure.bodies).anyMatch(row -> row.contains("\"Text\":\"audited\""));
    }

    @Test
    void sixteenThreadsLoseNothing() throws Exception {
        PipelineHandle handle = open("maxBlock", "10s", "ringSize", "1024");
        var done = new CountDownLatch(16);
        for (int t = 0; t < 16; t++) {
            int thread = t;
            new Thread(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            LogCalls.log(handle, "event " + i + " of thread " + thread);
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(handle.flush(PATIENCE)).isTrue();
        assertThat(handle.stats().accepted()).isEqualTo(320_000);
        assertThat(azure.rows).hasValue(320_000);
        assertThat(handle.stats().totalDropped()).isZero();
    }

    @Test
    void aHandedOverPipelineGoesOnForAnEqualAppender() {
        PipelineHandle before = open();
        LogCalls.log(before, "before the reset");
        before.handOver();
        PipelineHandle after = open();
        LogCalls.log(after, "after the reset");
        assertThat(after.flush(PATIENCE)).isTrue();
        assertThat(azure.senders).hasValue(1);
        assertThat(after.stats().accepted()).isEqualTo(2);
        assertThat(before.isOver()).isFalse();
    }

    @Test
    void aHandOverWaitsForNobodyAndEndsByItselfIfNobodyComes() {
        azure.hangs = true;
        PipelineHandle old = open("shutdownTimeout", "3s");
        LogCalls.log(old, "to a dead endpoint");
        old.handOver();
        assertThat(old.isOver()).as("the hand-over has waited for the end").isFalse();
        PipelineHandle changed = open("linger", "1s");
        assertThat(azure.senders).hasValue(2);
        await().atMost(PATIENCE).until(old::isOver);
        assertThat(old.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
        assertThat(changed.isOver()).isFalse();
    }

    @Test
    void theContextsEndClosesWhatWasHandedOver() {
        PipelineHandle handle = open();
        LogCalls.log(handle, "last words");
        handle.handOver();
        handle.close(PATIENCE);
        assertThat(handle.isOver()).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void aStopWithADeadEndpointKeepsItsDeadlineAndSaysWhatIsLost() {
        azure.hangs = true;
        PipelineHandle handle = open();
        for (int i = 0; i < 10; i++) {
            LogCalls.log(handle, "lost " + i);
        }
        // Nobody ever answers: a stop without a deadline runs into the timeout of this class.
        handle.close(Duration.ofSeconds(1));
        assertThat(handle.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 10L);
        assertThat(reporter.lines()).anyMatch(line -> line.startsWith("ERROR stopped: 10 events offered, 0 accepted"));
    }

    @Test
    void aStopWaitsForAnEndpointThatComesBack() throws Exception {
        azure.outcome = Outcomes.answered(503, "");
        PipelineHandle handle = open();
        LogCalls.log(handle, "patient");
        assertThat(handle.flush(Duration.ofMillis(200))).isFalse();
        var closed = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            handle.close(PATIENCE);
            closed.countDown();
        });
        closer.start();
        azure.outcome = Outcomes.accepted();
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void anInterruptedThreadStillStopsInOrderAndKeepsItsFlag() throws Exception {
        PipelineHandle handle = open();
        LogCalls.log(handle, "before");
        var flag = new AtomicBoolean();
        Thread stopper = new Thread(() -> {
            Thread.currentThread().interrupt();
            handle.close(PATIENCE);
            flag.set(Thread.currentThread().isInterrupted());
        });
        stopper.start();
        stopper.join();
        assertThat(flag).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void whatIsLoggedAfterTheStopIsCounted() {
        PipelineHandle handle = open();
        handle.close(PATIENCE);
        handle.close(PATIENCE);
        LogCalls.log(handle, "too late");
        assertThat(handle.stats().dropped()).containsEntry(DropReason.STOPPED, 1L);
        assertThat(handle.flush(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void stoppingWhileOthersLogLosesNothingUncounted() throws Exception {
        for (int round = 0; round < 10; round++) {
            PipelineHandle handle = open("linger", (round + 1) + "s");
            var started = new CountDownLatch(4);
            List<Thread> callers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread caller = new Thread(() -> {
                    started.countDown();
                    for (int i = 0; i < 2000; i++) {
                        LogCalls.log(handle, "x");
                    }
                });
                caller.start();
                callers.add(caller);
            }
            started.await();
            handle.close(PATIENCE);
            for (Thread caller : callers) {
                caller.join();
            }
            PipelineStats stats = handle.stats();
            assertThat(stats.offered()).isEqualTo(8000);
            assertThat(stats.balances()).isTrue();
        }
    }

    @Test
    void fiftyStartsAndStopsLeaveNoThread() {
        for (int i = 0; i < 50; i++) {
            PipelineHandle handle = open();
            LogCalls.log(handle, "x");
            handle.close(PATIENCE);
        }
        assertThat(azure.rows).hasValue(50);
        await().atMost(PATIENCE).until(PipelinesTest::ownThreads, List::isEmpty);
    }

    @Test
    void ownThreadsAreKeptOutOfTheRing() throws Exception {
        PipelineHandle handle = open();
        var foreign = new AtomicBoolean(true);
        Thread own = OwnThreads.create("azure-monitor-test", () -> foreign.set(handle.isForeign()));
        own.start();
        own.join();
        assertThat(foreign).isFalse();
        assertThat(handle.isForeign()).isTrue();
        assertThat(handle.stats().self()).isEqualTo(1);
    }

    @Test
    void theExitOfTheJvmDeliversWhatIsLeft() {
        PipelineHandle handle = open();
        LogCalls.log(handle, "last line of main");
        var hook = new ExitHook(pipelines::running);
        hook.runNow();
        assertThat(azure.rows).hasValue(1);
        assertThat(handle.isOver()).isTrue();
    }

    @Test
    void whereAFrameworkStopsUsTheExitOnlyFlushes() {
        PipelineHandle handle = open(true);
        LogCalls.log(handle, "before");
        new ExitHook(pipelines::running).runNow();
        assertThat(azure.rows).hasValue(1);
        LogCalls.log(handle, "line of a graceful shutdown");
        handle.close(PATIENCE);
        assertThat(azure.rows).hasValue(2);
    }

    @Test
    void theExitDoesNotGoOnFlushingWhileAzureRefuses() throws Exception {
        azure.outcome = Outcomes.answered(403, "");
        PipelineHandle handle = open(true, "shutdownTimeout", "5m");
        LogCalls.log(handle, "refused");
        var exited = new CountDownLatch(1);
        new Thread(() -> {
                    new ExitHook(pipelines::running).runNow();
                    exited.countDown();
                })
                .start();
        assertThat(exited.await(60, TimeUnit.SECONDS)).as("the exit is over").isTrue();
        assertThat(handle.isOver()).isFalse();
        azure.outcome = Outcomes.accepted();
    }

    @Test
    void theExitWaitsForAPipelineThatSomebodyElseIsClosing() throws Exception {
        azure.outcome = Outcomes.answered(503, "");
        PipelineHandle handle = open("durability", "memory");
        LogCalls.log(handle, "late");
        Thread closer = new Thread(() -> handle.close(PATIENCE));
        closer.start();
        await().atMost(PATIENCE).until(closer::getState, Thread.State.TIMED_WAITING::equals);
        var exited = new CountDownLatch(1);
        Thread exit = new Thread(() -> {
            new ExitHook(pipelines::running).runNow();
            exited.countDown();
        });
        exit.start();
        await().atMost(PATIENCE).until(exit::getState, Thread.State.TIMED_WAITING::equals);
        assertThat(exited.getCount()).isEqualTo(1);
        azure.outcome = Outcomes.accepted();
        assertThat(exited.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(azure.rows).hasValue(1);
        closer.join();
    }

    @Test
    void theExitClosesLastWhereOnlyOneOfTwoAppendersHasAFramework() throws Exception {
        PipelineHandle log4j2 = open(true);
        PipelineHandle logback = open(false);
        var exited = new CountDownLatch(1);
        Thread exit = new Thread(() -> {
            new ExitHook(pipelines::running).runNow();
            exited.countDown();
        });
        exit.start();
        await().atMost(PATIENCE).until(exit::getState, Thread.State.TIMED_WAITING::equals);
        LogCalls.log(log4j2, "line of a graceful shutdown");
        log4j2.close(PATIENCE);
        assertThat(exited.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(logback.isOver()).isTrue();
        assertThat(azure.rows).hasValue(1);
    }

    @Test
    void aFlushWithoutAPipelineOrDuringTheEndIsNotTrue() {
        assertThat(pipelines.flush(Duration.ofSeconds(1))).isFalse();
        PipelineHandle handle = open();
        handle.close(PATIENCE);
        assertThat(handle.flush(Duration.ofSeconds(30))).isFalse();
        assertThat(pipelines.flush(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void anErrorInTheLevelOfTheFlushSettingGoesOutWithoutLingering() {
        PipelineHandle handle = open("flushLevel", "ERROR", "linger", "60s");
        LogCalls.log(handle, "info waits");
        LogCalls.log(handle, Severity.ERROR, "error does not");
        await().atMost(PATIENCE).until(azure.rows::get, rows -> rows == 2);
    }

    @Test
    void everyFrameworkHearsALineOnceAndBeforeTheFlushIsAnswered() {
        var other = new ArrayList<String>();
        PipelineHandle first = open();
        open();
        PipelineHandle log4j2 = TestAppender.open(pipelines, Settings.with(), new RecordingReporter() {
            @Override
            public void info(String message) {
                other.add(message);
            }
        });
        opened.add(log4j2);
        LogCalls.log(first, "a");
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
        PipelineHandle handle = TestAppender.open(pipelines, Settings.with("linger", "3s"), new Reporter() {
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
        });
        opened.add(handle);
        LogCalls.log(handle, "a");
        assertThat(handle.flush(PATIENCE)).isTrue();
        LogCalls.log(handle, "b");
        assertThat(handle.flush(PATIENCE)).isTrue();
    }

    private PipelineHandle open(String... settings) {
        return open(false, settings);
    }

    private PipelineHandle open(boolean frameworkStops, String... settings) {
        var read = Settings.with(settings);
        PipelineHandle handle = TestAppender.open(pipelines, read, reporter, () -> frameworkStops);
        opened.add(handle);
        return handle;
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("azure-monitor"))
                .toList();
    }
}
