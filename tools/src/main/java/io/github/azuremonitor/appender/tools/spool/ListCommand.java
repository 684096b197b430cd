package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spool list}. */
@Command(
        name = "list",
        description = "Says what lies in spools: whose, for which rule, how much, how old, and what is damaged.",
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:nothing is damaged", "1:something is damaged or was refused", "2:no directory to look into"})
final class ListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..*",
            description = "As spoolDirectory names it; without one, where applications of this user put theirs.")
    private List<Path> directories = List.of();

    @Option(names = "--files", description = "A line for each file.")
    private boolean files;

    private ListCommand() {}

    @Override
    public Integer call() throws BadInput {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Path> looked = directories.isEmpty()
                ? SpoolInspection.places().stream().filter(Files::isDirectory).toList()
                : directories;
        int folders = 0;
        boolean sound = true;
        for (Path directory : looked) {
            for (Folder folder : Spools.folders(directory)) {
                folders++;
                var summary = new FolderSummary(folder);
                summary.print(out, files);
                sound &= summary.isSound();
            }
        }
        if (folders == 0) {
            out.println("nothing of a spool in " + (looked.isEmpty() ? SpoolInspection.places() : looked));
        }
        return sound ? 0 : 1;
    }
}
