package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** Run by {@link JmxTest} in a JVM without the modules java.management and jdk.random; knows no class of them. */
final class FewModules {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FewModules() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "JMX " + ModuleLayer.boot().findModule("java.management").isPresent());
        var azure = new PlayedAzure();
        var pipelines = new Pipelines(new Pipeline.Dependencies(Time.SYSTEM, new Random(5), UUID::randomUUID, azure));
        PipelineHandle handle = open(pipelines, "dcr-00000000000000000000000000000a04");
        log(handle);
        handle.flush(PATIENCE);
        System.out.println("rows " + azure.rows.get());
        for (Thread thread : jmxThreads()) {
            thread.join(PATIENCE.toMillis());
        }
        System.out.println("threads " + jmxThreads());
        System.out.println("problem " + pipelines.readings().get(0).lastProblem());
        handle.close(Duration.ofSeconds(1));
        System.out.println("those of applications " + AllPipelines.readings());
    }

    static PipelineHandle open(Pipelines pipelines, String dcr, String... namesAndValues) {
        var given = new ArrayList<>(List.of("dcrImmutableId", dcr));
        given.addAll(List.of(namesAndValues));
        var settings = Settings.with(given.toArray(String[]::new));
        return TestAppender.open(pipelines, settings, new RecordingReporter());
    }

    static void log(PipelineHandle handle) {
        LogCall call = Objects.requireNonNull(LogCalls.begin(handle, Severity.INFO));
        Instant now = Instant.now();
        call.event().time(now.getEpochSecond(), now.getNano());
        call.event().origin(Severity.INFO, "INFO", "test", "main");
        call.event().message("an event");
        handle.log(call);
    }

    static List<Thread> jmxThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-jmx"))
                .toList();
    }
}
