package io.github.azuremonitor.appender.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The process that logs: the web service with its client, or a replay. */
final class LoggingProcess {
    /** What may make azure-identity look elsewhere than at the managed identity it is given. */
    private static final Set<String> FOREIGN = Set.of("AZURE_", "MSI_", "IDENTITY_", "IMDS_");

    private final Workplace workplace;

    LoggingProcess(Workplace workplace) {
        this.workplace = workplace;
    }

    /** Logs to the emulator with a token from its managed identity endpoint. */
    RunReport toEmulator(@Nullable Path replay, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder process = process(replay);
        process.environment().keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
        process.environment().putAll(environment);
        process.environment().put("AZURE_MONITOR_LOGS_CREDENTIAL", "managed-identity");
        process.environment()
                .put(
                        "AZURE_MONITOR_LOGS_SPOOL_DIRECTORY",
                        workplace.file("spool").toString());
        return run(process);
    }

    /** Logs to Azure with whatever credential DefaultAzureCredential finds. */
    RunReport toAzure(@Nullable Path replay, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder process = process(replay);
        process.environment().keySet().removeIf(name -> name.startsWith("AZURE_MONITOR_LOGS_"));
        process.environment().putAll(environment);
        return run(process);
    }

    private ProcessBuilder process(@Nullable Path replay) {
        String report = reportFile().toString();
        return replay == null
                ? JavaProcess.of(OrderService.class, List.of("-Xmx512m"), List.of(report))
                : JavaProcess.of(
                        Replay.class,
                        List.of("-Xmx512m", "-Dlogback.configurationFile=logback-replay.xml"),
                        List.of(replay.toString(), report));
    }

    private RunReport run(ProcessBuilder builder) throws IOException, InterruptedException {
        int code = workplace.start(builder).waitFor();
        if (code != 0) {
            throw new IOException("the logging process failed with code " + code);
        }
        return RunReport.read(reportFile());
    }

    private Path reportFile() {
        return workplace.file("report.json");
    }
}
