package io.github.azuremonitor.appender.tools;

import io.github.azuremonitor.appender.tools.check.CheckCommand;
import io.github.azuremonitor.appender.tools.cost.CostCommand;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.spool.SpoolCommand;
import io.github.azuremonitor.appender.tools.template.TemplateCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of the command line. */
@Command(
        name = "tools",
        description = "Tools around the Azure Monitor appenders.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TemplateCommand.class, CheckCommand.class, SpoolCommand.class, CostCommand.class},
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:all is well", "1:a problem was found", "2:wrong options or unreadable input"})
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation only
    private boolean help;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "name a command");
    }

    /** Ends the process with the exit code. */
    public static void main(String[] args) {
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR"); // no word about there being no log
        }
        System.exit(run(utf8(System.out), utf8(System.err), args));
    }

    /** Rows are UTF-8 whatever the terminal uses. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        var command = new CommandLine(new Main()).setOut(out).setErr(err);
        command.setParameterExceptionHandler((wrong, given) -> {
            err.println(name(wrong.getCommandLine()) + ": " + oneLine(wrong) + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            err.println(name(line) + ": " + oneLine(failure));
            return failure instanceof BadInput ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        int code = command.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String oneLine(Throwable failure) {
        String text = Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
        return text.strip()
                .replaceAll("\\s*\\R\\s*", "; ")
                // As picocli says it, which speaks of Java.
                .replace("is not an int", "is no whole number below 2147483648")
                .replace("is not a double", "is no number; write 2.30 for example");
    }
}
