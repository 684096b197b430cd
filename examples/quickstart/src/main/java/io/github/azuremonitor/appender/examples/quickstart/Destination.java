package io.github.azuremonitor.appender.examples.quickstart;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A real stream of a real data collection rule, from the command line. */
final class Destination {
    @Option(
            names = "--endpoint",
            required = true,
            paramLabel = "URL",
            description =
                    "Ship to this logs ingestion endpoint of Azure, with DefaultAzureCredential, not to the emulator.")
    private @Nullable String endpoint;

    @Option(
            names = "--dcr",
            required = true,
            paramLabel = "ID",
            description = "Immutable id of the data collection rule: dcr-…")
    private @Nullable String dcr;

    @Option(names = "--stream", required = true, paramLabel = "NAME", description = "Stream of the rule: Custom-…")
    private @Nullable String stream;

    /** In the names that logback.xml and log4j2.xml read. */
    Map<String, String> environment() {
        return Map.of(
                "AZURE_MONITOR_LOGS_ENDPOINT", String.valueOf(endpoint),
                "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", String.valueOf(dcr),
                "AZURE_MONITOR_LOGS_STREAM_NAME", String.valueOf(stream),
                "AZURE_MONITOR_LOGS_CREDENTIAL", "default");
    }

    /** The stream. */
    String stream() {
        return String.valueOf(stream);
    }
}
