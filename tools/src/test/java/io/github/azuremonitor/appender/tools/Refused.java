package io.github.azuremonitor.appender.tools;

import io.github.azuremonitor.appender.common.batch.OpenBatch;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import io.github.azuremonitor.appender.common.spool.DiskBuffer;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Rows that Azure refused for good while an application ran. */
public final class Refused {
    private Refused() {}

    /** One file of dead letters, as the application with that configuration leaves it. */
    public static void leave(Path config, String stream, String... messages) throws BadInput {
        var appender = new ConfigFiles(name -> null).read(List.of(config)).get(0);
        var ready = (SettingsResult.Ready) SettingsReader.read(appender.settings(), name -> null);
        var buffer = new DiskBuffer(
                ready.settings().pipeline(),
                new PipelineContext(
                        new Ledger(),
                        new PrintReporter(new PrintWriter(new StringWriter())),
                        Time.SYSTEM,
                        new Random(1),
                        UUID::randomUUID),
                1 << 20,
                () -> {});
        try (var open = new OpenBatch(stream, 1)) {
            for (String message : messages) {
                byte[] row = ("{\"TimeGenerated\":\"" + Instant.now() + "\",\"Message\":\"" + message + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
                open.add(row, row.length, 0, 0);
            }
            buffer.deadLetters().put(open.finish(1, UUID.randomUUID()), "InvalidPayload: no", 400, "");
        }
    }
}
