package io.github.azuremonitor.appender.tools.spool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for spools on disk. */
@Command(
        name = "spool",
        description = "What waits on disk: list it, show it, write it out, send it, drop it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ListCommand.class, ShowCommand.class, SendCommand.class, ExportCommand.class, DropCommand.class})
public final class SpoolCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** For picocli. */
    public SpoolCommand() {}

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "name a command");
    }
}
