package io.github.azuremonitor.appender.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A virtual thread that waits for room in the ring lets go of its carrier, and of the memory that it wrote its row in. */
class VirtualThreadsIT {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private static final int THREADS = Boolean.getBoolean("thorough") ? 10_000 : 5_000;
    private static final int RING = 64;

    /** As many rows are written at once at most without making memory for one, see ADR 21. */
    private static final int MOST_SCRATCH_MEMORIES = 64;

    /** A slot of the ring takes as many short rows. */
    private static final int ROWS_IN_A_SLOT = 4;

    /** They wait in the pipeline that both have, so the short form has one. */
    static Stream<String> frameworks() {
        return Boolean.getBoolean("thorough") ? Stream.of("logback", "log4j2") : Stream.of("log4j2");
    }

    @ParameterizedTest
    @MethodSource("frameworks")
    void thousandsWaitForAFullRingAndKeepNeitherCarrierNorScratchMemory(String framework, LogsEmulator azure)
            throws Exception {
        boolean logback = framework.equals("logback");
        String said = new Program(Jdks.java(25))
                .with(Program.CLASSES)
                .with(Program.BESIDE.resolve(logback ? Combination.logback("newest") : Combination.log4j("newest")))
                .with(Program.APPENDERS)
                .shippingTo(azure)
                .environment("AZURE_MONITOR_LOGS_RING_SIZE", "" + RING)
                .environment("AZURE_MONITOR_LOGS_MAX_BLOCK", "10s")
                // One carrier: a single waiting thread that kept it would keep it from all others.
                .option("-Djdk.virtualThreadScheduler.parallelism=1")
                .option("-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .option("-Dlogback.configurationFile=compatibility-logback.xml")
                .option("-Dlog4j2.configurationFile=compatibility-log4j2.xml")
                .run(VirtualThreadsProgram.class.getName(), framework, "" + THREADS);

        // A machine that takes longer than maxBlock for all this drops some, and counts them.
        long dropped = number("dropped (\\d+)", said);
        assertThat(number("bystander ran while (\\d+) of", said) + dropped)
                .as(said)
                .isGreaterThanOrEqualTo(THREADS - ROWS_IN_A_SLOT * RING);
        assertThat(number("pinned: (\\d+)", said)).as(said).isZero();
        assertThat(number("pinned with one on purpose: (\\d+)", said)).as(said).isPositive();
        assertThat(number("scratch memories (\\d+)", said)).as(said).isBetween(1L, (long) MOST_SCRATCH_MEMORIES);
        assertThat(number("logged (\\d+)", said)).isEqualTo(THREADS);
        long offered = number("offered (\\d+)", said);
        assertThat(offered).isEqualTo(THREADS + 3);
        assertThat(azure.rows(DcrDefinition.STANDARD_STREAM).stream()
                        .filter(row -> "com.example.Virtual".equals(row.text("Logger"))))
                .hasSize((int) (offered - dropped));
    }

    private static long number(String pattern, String said) {
        Matcher found = Pattern.compile(pattern).matcher(said);
        assertThat(found.find()).as("%s in %s", pattern, said).isTrue();
        return Long.parseLong(found.group(1));
    }
}
