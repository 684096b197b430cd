package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.testing.LogCalls;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import io.github.azuremonitor.appender.common.testing.Settings;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import java.time.Duration;
import java.time.Instant;

/** Run by {@link ShadedJarIT} with the packaged jar and an old Disruptor on its class path. */
final class BesideDisruptorThree {
    private BesideDisruptorThree() {}

    public static void main(String[] arguments) throws Exception {
        // Disruptor 4 has no WorkerPool any more.
        System.out.println("old disruptor " + (Class.forName("com.lmax.disruptor.WorkerPool") != null));
        try (LogsEmulator azure =
                LogsEmulator.builder().requireToken(false).build().start()) {
            StartResult result = StartResult.of(
                    Settings.map("endpoint", azure.httpEndpoint().toString(), "dcrImmutableId", azure.dcrImmutableId()),
                    new RecordingReporter(),
                    () -> false);
            PipelineHandle handle = result.handle();
            if (handle == null) {
                throw new IllegalStateException(result.fault());
            }
            Instant now = Instant.now();
            for (int i = 0; i < 1000; i++) {
                LogCall call = LogCalls.begin(handle, Severity.INFO);
                if (call != null) {
                    call.event().time(now.getEpochSecond(), now.getNano());
                    call.event().origin(Severity.INFO, "INFO", "logger", "main");
                    call.event().message("event " + i);
                    handle.log(call);
                }
            }
            handle.close(Duration.ofSeconds(20));
            System.out.println("rows " + azure.rowCount(Settings.STREAM));
        }
    }
}
