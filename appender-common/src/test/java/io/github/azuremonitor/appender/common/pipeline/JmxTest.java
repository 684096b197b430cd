package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines in the MBean server of this JVM. */
@Timeout(180)
class JmxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @Test
    void aPipelineIsShownWithWhatAzureSaysAndGoesWithItsEnd() throws Exception {
        try (LogsEmulator azure =
                LogsEmulator.builder().requireToken(false).build().start()) {
            PipelineHandle handle = Objects.requireNonNull(StartResult.of(
                            Settings.map(
                                    "endpoint",
                                    azure.httpEndpoint().toString(),
                                    "dcrImmutableId",
                                    azure.dcrImmutableId(),
                                    "shutdownTimeout",
                                    "1s"),
                            new RecordingReporter(),
                            () -> false)
                    .handle());
            ObjectName name = shown(azure);
            FewModules.log(handle);
            assertThat(handle.flush(PATIENCE)).isTrue();

            assertThat(SERVER.getAttribute(name, "State")).isEqualTo("shipping");
            assertThat(SERVER.getAttribute(name, "Accepted")).isEqualTo(1L);
            assertThat(SERVER.getAttribute(name, "Endpoint"))
                    .isEqualTo("127.0.0.1:" + azure.httpEndpoint().getPort());
            assertThat(SERVER.getAttribute(name, "LastError")).isNull();
            assertThat((double) SERVER.getAttribute(name, "PostMillisMean")).isPositive();
            assertThat(((TabularData) SERVER.getAttribute(name, "Responses")).containsKey(new Object[] {"204"}))
                    .isTrue();

            for (String attribute : List.of("RowsByLogger", "BytesByLogger")) {
                assertThat(((TabularData) SERVER.getAttribute(name, attribute))
                                .containsKey(new Object[] {"Custom-JavaLogs_CL INFO test"}))
                        .as("the logger in %s", attribute)
                        .isTrue();
            }
            assertThat(((TabularData) SERVER.getAttribute(name, "BytesByColumn"))
                            .containsKey(new Object[] {"Custom-JavaLogs_CL Message"}))
                    .isTrue();
            assertThat((double) SERVER.getAttribute(name, "CountedSeconds")).isPositive();

            azure.faults().always(Fault.refuseRole());
            FewModules.log(handle);
            handle.flush(Duration.ofMillis(1));
            await().atMost(PATIENCE).until(() -> SERVER.getAttribute(name, "State"), "refused"::equals);

            assertThat(SERVER.getAttribute(name, "StateReason"))
                    .asString()
                    .contains("give it the role Monitoring Metrics Publisher");
            assertThat(SERVER.getAttribute(name, "LastError")).asString().startsWith((String)
                    SERVER.getAttribute(name, "StateReason"));
            assertThat(Instant.parse((String) SERVER.getAttribute(name, "LastErrorTime")))
                    .isBefore(Instant.now().plusSeconds(1));
            assertThat(SERVER.getAttribute(name, "HeldRows")).isEqualTo(1L);
            azure.faults().clear();
            handle.close(Duration.ofSeconds(1));

            assertThat(SERVER.isRegistered(name)).as("%s after its end", name).isFalse();
        }
    }

    @Test
    void whatARouteLeavesOutIsDroppedAndNotLost() throws Exception {
        String dcr = "dcr-00000000000000000000000000000a06";
        PipelineHandle handle = Objects.requireNonNull(StartResult.of(
                        Settings.map("dcrImmutableId", dcr, "routes", "level INFO -> drop"),
                        new RecordingReporter(),
                        () -> false)
                .handle());
        ObjectName name = shown(dcr);

        assertThat(handle.table(Severity.INFO, "orders", "event", (event, marker) -> false))
                .isNegative();

        assertThat(SERVER.getAttribute(name, "Dropped")).isEqualTo(1L);
        assertThat(SERVER.getAttribute(name, "Lost")).isEqualTo(0L);
        handle.close(Duration.ofSeconds(1));
    }

    @Test
    void everyAttributeCanBeReadByAStrangerBeforeTheFirstEvent() throws Exception {
        PipelineHandle handle = FewModules.open(pipelines(), "dcr-00000000000000000000000000000a01");
        ObjectName name = shown("dcr-00000000000000000000000000000a01");

        for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
            Object value = SERVER.getAttribute(name, attribute.getName());
            assertThat(value == null || value.getClass().getClassLoader() == null)
                    .as("a client without the library's classes can read " + attribute.getName())
                    .isTrue();
        }
        handle.close(Duration.ofSeconds(1));
    }

    @Test
    void copiesOfTheLibraryThatAllCountFromOneGetNamesOfTheirOwn() throws Exception {
        String dcr = "dcr-00000000000000000000000000000a02";
        PipelineHandle first = FewModules.open(pipelines(), dcr);
        ObjectName firstName = shown(dcr);
        PipelineHandle second = FewModules.open(pipelines(), dcr);
        await().atMost(PATIENCE).until(() -> names(dcr), hasSize(2));
        PipelineHandle third = FewModules.open(pipelines(), dcr);
        await().atMost(PATIENCE).until(() -> names(dcr), hasSize(3));

        assertThat(firstName.getCanonicalName())
                .isEqualTo("io.github.azuremonitor.appender:dcr=" + dcr + ",id=1,type=Pipeline");
        assertThat(names(dcr))
                .extracting(name -> String.valueOf(name.getKeyProperty("copy")))
                .containsExactlyInAnyOrder("null", "2", "3");

        second.close(Duration.ofSeconds(1));
        assertThat(names(dcr)).hasSize(2).contains(firstName);
        first.close(Duration.ofSeconds(1));
        third.close(Duration.ofSeconds(1));
        assertThat(names(dcr)).isEmpty();
    }

    @Test
    void aPipelineThatEndsBeforeItIsShownIsNotLeftBehind() throws Exception {
        String dcr = "dcr-00000000000000000000000000000a03";
        Pipelines pipelines = pipelines();
        for (int i = 0; i < 20; i++) {
            FewModules.open(pipelines, dcr).close(Duration.ofSeconds(1));
        }

        await().atMost(PATIENCE).until(FewModules::jmxThreads, List::isEmpty);
        assertThat(names(dcr)).isEmpty();
    }

    @Test
    void whoDoesNotWantItIsNotShown() throws Exception {
        String dcr = "dcr-00000000000000000000000000000a05";
        PipelineHandle unseen = FewModules.open(pipelines(), dcr, "jmx", "off");
        PipelineHandle seen = FewModules.open(pipelines(), dcr);

        shown(dcr);
        await().atMost(PATIENCE).until(FewModules::jmxThreads, List::isEmpty);
        assertThat(names(dcr)).hasSize(1);
        unseen.close(Duration.ofSeconds(1));
        seen.close(Duration.ofSeconds(1));
    }

    @Test
    void aRuntimeImageOfFewModulesShipsAllTheSameAndSaysNothing(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--limit-modules=java.base,java.logging,java.net.http",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FewModules.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }

        assertThat(Files.readString(output, StandardCharsets.UTF_8).lines())
                .containsExactly("JMX false", "rows 1", "threads []", "problem null", "those of applications []");
    }

    private static ObjectName shown(String dcr) throws Exception {
        await("one pipeline of " + dcr).atMost(PATIENCE).until(() -> names(dcr), hasSize(1));
        return names(dcr).iterator().next();
    }

    /** Every emulator has the same rule id, and one of another test may still be on its way out: the port tells. */
    private static ObjectName shown(LogsEmulator azure) {
        String endpoint = "127.0.0.1:" + azure.httpEndpoint().getPort();
        return await("the pipeline that sends to " + endpoint)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(InstanceNotFoundException.class)
                .until(() -> sendingTo(endpoint, azure.dcrImmutableId()), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<ObjectName> sendingTo(String endpoint, String dcr) throws Exception {
        for (ObjectName name : names(dcr)) {
            if (endpoint.equals(SERVER.getAttribute(name, "Endpoint"))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Set<ObjectName> names(String dcr) throws Exception {
        return SERVER.queryNames(
                new ObjectName("io.github.azuremonitor.appender:type=Pipeline,dcr=" + dcr + ",*"), null);
    }

    /** As another copy of the library has them. */
    private static Pipelines pipelines() {
        return new Pipelines(
                new Pipeline.Dependencies(Time.SYSTEM, new Random(5), UUID::randomUUID, new PlayedAzure()));
    }
}
