package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolClaim;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spool drop}. */
@Command(
        name = "drop",
        description = {
            "Deletes rows that wait and that nobody will send: for a stream or a rule that was misspelt once.",
            "Says first how many they are, and deletes nothing without --yes. Directories that a running process uses,"
                    + " refused rows and the quarantine are left alone."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {
            "0:they are deleted, or there are none",
            "1:nothing was deleted because --yes is missing, or something could not be",
            "2:no such directory"
        })
final class DropCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "As spoolDirectory names it, or one directory in it.")
    private @Nullable Path directory;

    @Option(names = "--stream", paramLabel = "NAME", description = "Rows for this stream only.")
    private @Nullable String stream;

    @Option(names = "--rule", paramLabel = "DCR", description = "Rows for the rule with this immutable id only.")
    private @Nullable String rule;

    @Option(names = "--yes", description = "Delete them.")
    private boolean yes;

    private DropCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = command.getOut();
        SelectedFiles picked = SelectedFiles.of(
                Spools.folders(Objects.requireNonNull(directory)),
                folder -> rule == null || folder.dcrImmutableId().equals(rule),
                name -> stream == null || stream.equals(name));
        picked.leftAlone().forEach(out::println);
        if (picked.files().isEmpty()) {
            out.println("nothing to drop");
            return picked.leftAlone().isEmpty() ? 0 : 1;
        }
        if (!yes) {
            picked.sums().forEach(out::println);
            out.println(picked.rows() + " rows wait, none was dropped; --yes drops them for good");
            return 1;
        }
        return drop(picked, out, command.getErr()) && picked.leftAlone().isEmpty() ? 0 : 1;
    }

    private static boolean drop(SelectedFiles picked, PrintWriter out, PrintWriter err) {
        long rows = 0;
        for (Map.Entry<Folder, List<Content>> folder : picked.files().entrySet()) {
            try (SpoolClaim claim = SpoolClaim.of(folder.getKey().path())) {
                if (claim == null) {
                    err.println(SelectedFiles.inUse(folder.getKey()));
                    continue;
                }
                for (Content file : folder.getValue()) {
                    rows += deleted(file, err) ? file.rows() : 0;
                }
            }
        }
        picked.sums().forEach(out::println);
        out.println(rows + " rows dropped, " + (picked.rows() - rows) + " kept");
        return rows == picked.rows();
    }

    private static boolean deleted(Content file, PrintWriter err) {
        try {
            return Files.deleteIfExists(file.path());
        } catch (IOException refused) {
            err.println(file.path() + " stays: " + ConfigFiles.reason(refused));
            return false;
        }
    }
}
