package io.github.azuremonitor.appender.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run: starts the processes, waits for their end, and compares what was logged with what the table holds. */
final class Run {
    private final @Nullable Path replay;
    private final boolean stay;
    private final PrintWriter out;

    /**
     * @param replay the file to log, null for the web service
     * @param stay whether the emulator is kept afterwards, until somebody ends this process
     */
    Run(@Nullable Path replay, boolean stay, PrintWriter out) {
        this.replay = replay;
        this.stay = stay;
        this.out = out;
    }

    /** Logs to Azure, or to the emulator if there is no destination. Returns whether everything arrived. */
    boolean to(@Nullable Destination destination) throws IOException, InterruptedException {
        try (Workplace workplace = Workplace.open()) {
            return destination == null ? toEmulator(workplace) : toAzure(destination, workplace);
        }
    }

    private boolean toEmulator(Workplace workplace) throws IOException, InterruptedException {
        EmulatorProcess emulator = EmulatorProcess.start(workplace, replay != null);
        say("Emulator of Azure Monitor Logs at %s, process %d%n", emulator.endpoint(), emulator.pid());
        RunReport report = new LoggingProcess(workplace).toEmulator(replay, emulator.environment());
        Findings found;
        if (replay == null) {
            List<JsonNode> rows = emulator.rows();
            out.println();
            TableText.print(rows, out);
            out.println();
            found = Findings.of(rows, report.logged());
        } else {
            found = Findings.of(emulator.count());
        }
        Summary summary = new Summary(report, out);
        summary.ledger(replay != null);
        summary.table(found);
        summary.rest(replay != null, emulator.stream());
        if (stay) {
            say("Page        %s/ until Ctrl+C%n", emulator.endpoint());
            emulator.awaitEnd();
        } else {
            say("Page        --stay keeps the emulator, with the rows on a page in the browser%n");
        }
        return summary.isComplete() && found.missing(report.logged()) == 0 && found.duplicates() == 0;
    }

    private boolean toAzure(Destination destination, Workplace workplace) throws IOException, InterruptedException {
        say("Azure%n");
        Map<String, String> environment = destination.environment();
        RunReport report = new LoggingProcess(workplace).toAzure(replay, environment);
        Summary summary = new Summary(report, out);
        summary.ledger(replay != null);
        summary.rest(replay != null, destination.stream());
        out.println("            (accepted is not yet stored: only this query proves that rows landed)");
        return summary.isComplete();
    }

    private void say(String format, Object... values) {
        out.printf(format, values);
        out.flush();
    }
}
