package io.github.azuremonitor.appender.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Processes that come and go on one spool directory: all rows arrive, and no batch is sent by two of them. */
@Timeout(900)
class RollingRestartTest {
    private static final DcrDefinition OTHER_RULE =
            DcrDefinition.standard().withImmutableId("dcr-00000000000000000000000000000002");
    private static final long BEFORE = Boolean.getBoolean("thorough") ? 20_000 : 8_000;

    private final Arrivals arrivals = new Arrivals();

    @TempDir
    private Path directory;

    @Test
    void aTerminatedProcessLeavesAllOnDiskAndTheNextDelivers() throws Exception {
        try (LogsEmulator azure = azure()) {
            LoggingProcess.Plan plan = plan(azure);
            azure.stop();
            leaveBehind(plan(azure), "r1", BEFORE);
            azure.start();
            try (LoggingProcess next = plan.start("r2", 0)) {
                long logged = deliverAll(next);

                assertThat(next.stats().recovered()).isEqualTo(BEFORE);
                assertThat(next.end()).isZero();
                assertThat(arrivals.missing("r1", BEFORE)).isZero();
                assertThat(arrivals.missing("r2", logged)).isZero();
                assertThat(azure.rowCount(LoggingProcess.STREAM))
                        .as("none twice")
                        .isEqualTo(BEFORE + logged);
            }
        }
    }

    /** In the short form the tests of the spool show it, with a process that lives and one that was killed. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void anOldAndANewProcessShareTheRootAndNoBatch() throws Exception {
        try (LogsEmulator azure = azure()) {
            LoggingProcess.Plan plan = plan(azure);
            azure.stop();
            leaveBehind(plan(azure).set("dcrImmutableId", OTHER_RULE.immutableId()), "other", 1_000);
            Map<String, Long> ofOthers = files();
            leaveBehind(plan(azure), "r1", BEFORE);
            azure.start();
            azure.faults().always(Fault.delay(Duration.ofMillis(500)));

            try (LoggingProcess old = plan.start("old", 0).awaitLogging();
                    LoggingProcess young = plan.start("young", 0).awaitLogging()) {
                await().atMost(LoggingProcess.PATIENCE)
                        .until(() -> old.stats().accepted() > 0 && old.stats().recovered() == BEFORE);
                assertThat(old.lives(Duration.ofMillis(500)) && young.lives(Duration.ofMillis(500)))
                        .isTrue();
                assertThat(old.stats().held()).as("it is not done yet").isPositive();

                // What is under way is answered; then the door is shut, so that the old one has to leave something.
                azure.faults().always(Fault.status(503));
                old.say("pause");
                long loggedByOld = Long.parseLong(old.await(LoggingProgram.PAUSED));
                old.terminate();
                long left = old.told("kept on disk for the next start");
                assertThat(left).as(old.text()).isPositive();
                assertThat(young.stats().recovered()).as("the old one held it").isZero();
                azure.faults().clear();

                try (LoggingProcess third = plan.start("third", 0)) {
                    long loggedByThird = deliverAll(third);
                    long loggedByYoung = deliverAll(young);
                    assertThat(young.stats().recovered() + third.stats().recovered())
                            .as("each batch was taken over once: %s\n%s", young.text(), third.text())
                            .isEqualTo(left);
                    System.out.printf(
                            "rolling restart: %,d rows found by the old process, %,d left by it and found by the next,"
                                    + " %,d, %,d and %,d logged meanwhile, %,d rows arrived%n",
                            BEFORE,
                            left,
                            loggedByOld,
                            loggedByYoung,
                            loggedByThird,
                            azure.rowCount(LoggingProcess.STREAM));
                    assertThat(arrivals.missing("r1", BEFORE)).isZero();
                    assertThat(arrivals.missing("old", loggedByOld)).isZero();
                    assertThat(arrivals.missing("young", loggedByYoung)).isZero();
                    assertThat(arrivals.missing("third", loggedByThird)).isZero();
                    assertThat(azure.rowCount(LoggingProcess.STREAM))
                            .as("none twice")
                            .isEqualTo(BEFORE + loggedByOld + loggedByYoung + loggedByThird);
                    assertThat(arrivals.distinct("other"))
                            .as("sent to a rule that it was not for")
                            .isZero();
                    assertThat(files())
                            .as("only the other rule's batches are left")
                            .isEqualTo(ofOthers);
                    assertThat(young.end()).isZero();
                    assertThat(third.end()).isZero();
                }
            }
        }
    }

    private LogsEmulator azure() {
        return LogsEmulator.builder()
                .dcr(DcrDefinition.standard(), OTHER_RULE)
                .requireToken(false)
                .keepRows(false)
                .onRow(arrivals)
                .start();
    }

    private LoggingProcess.Plan plan(LogsEmulator azure) {
        return new LoggingProcess.Plan(azure, directory)
                .set("maxInFlight", "1")
                .set("maxBlock", "10s")
                .set("linger", "500ms")
                .rate(2_000)
                .textLength(1_000);
    }

    /** A process that logs while nobody listens, and is ended by SIGTERM. */
    private static void leaveBehind(LoggingProcess.Plan plan, String tag, long events) throws Exception {
        try (LoggingProcess process = plan.rate(20_000).start(tag, events)) {
            assertThat(process.await(LoggingProgram.PAUSED)).isEqualTo(Long.toString(events));
            process.terminate();
            assertThat(process.told("kept on disk for the next start"))
                    .as(process.text())
                    .isEqualTo(events);
            assertThat(process.text())
                    .contains("stopped: " + events + " events offered, 0 accepted, 0 left waiting, 0 dropped");
        }
    }

    /** Has a process log no more and deliver everything, its own events and those that it found; how many it logged. */
    private static long deliverAll(LoggingProcess process) throws Exception {
        process.say("pause");
        long logged = Long.parseLong(process.await(LoggingProgram.PAUSED));
        await().atMost(LoggingProcess.PATIENCE).untilAsserted(() -> {
            ChildStats stats = process.stats();
            assertThat(stats.held()).as("%s\n%s", stats, process.text()).isZero();
            assertThat(stats.accepted()).isEqualTo(logged + stats.recovered());
            assertThat(stats.dropped()).isZero();
        });
        return logged;
    }

    /** Batches on disk, by name, with their sizes. */
    private Map<String, Long> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".batch"))
                    .collect(Collectors.toMap(
                            Path::toString, file -> file.toFile().length(), Long::sum, TreeMap::new));
        } catch (UncheckedIOException deletedMeanwhile) {
            return files();
        }
    }
}
