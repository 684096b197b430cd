package io.github.azuremonitor.appender.examples.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "run",
        description = {
            "Logs through Logback and Log4j2 into a table of Azure Monitor Logs, and checks that every row arrived.",
            "Without options: a small web service logs into a local emulator."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:every event has its row", "1:a row is missing, or something failed", "2:wrong options"})
public final class Quickstart implements Callable<Integer> {
    private static final long MEGABYTE = 1_000_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation only
    private boolean help;

    @Option(names = "--replay", paramLabel = "FILE", description = "Log every line of a text file, stamped now.")
    private @Nullable Path replay;

    @Option(names = "--stay", description = "Keep the emulator and its page until Ctrl+C.")
    private boolean stay;

    @ArgGroup(exclusive = false)
    private @Nullable Destination destination;

    @Option(names = "--make-log", paramLabel = "FILE", description = "Only write a log file to try --replay with.")
    private @Nullable Path makeLog;

    @Option(names = "--megabytes", paramLabel = "N", description = "Size of that file; 100 if left out.")
    private @Nullable Integer megabytes;

    private Quickstart() {}

    /** Ends the process with the exit code. */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    /** The command line with its way to tell what went wrong: one line, and never a stack trace. */
    static CommandLine command() {
        CommandLine command = new CommandLine(new Quickstart());
        command.setParameterExceptionHandler((wrong, given) -> {
            wrong.getCommandLine().getErr().println("run: " + wrong.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("run: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return command;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        PrintWriter out = commandLine().getOut();
        if (makeLog != null) {
            SampleLog.write(makeLog, (megabytes == null ? 100 : megabytes) * MEGABYTE);
            out.printf("%s has %,d bytes%n", makeLog, Files.size(makeLog));
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        boolean complete = new Run(replay, stay, out).to(destination);
        out.flush();
        return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void check() {
        if (stay && (makeLog != null || destination != null)) {
            throw wrong("--stay keeps the emulator, which is not there with "
                    + (makeLog != null ? "--make-log" : "--endpoint"));
        }
        if (makeLog != null && (replay != null || destination != null)) {
            throw wrong("--make-log only writes a file; --replay it afterwards");
        }
        if (makeLog != null && Files.exists(makeLog)) {
            throw wrong("--make-log does not overwrite " + makeLog);
        }
        if (megabytes != null && (makeLog == null || megabytes < 1)) {
            throw wrong("--megabytes is the size of --make-log's file, at least 1");
        }
        if (replay != null && (!Files.isRegularFile(replay) || !Files.isReadable(replay))) {
            throw wrong("--replay cannot read a file " + replay);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not filled in the command");
        }
        return spec.commandLine();
    }
}
