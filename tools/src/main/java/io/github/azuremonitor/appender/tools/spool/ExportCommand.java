package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spool export}. */
@Command(
        name = "export",
        description = "Writes all rows below a directory into one file, one JSON object a line. Changes no spool.",
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {
            "0:all rows were written",
            "1:a file is damaged, or the target cannot be written",
            "2:no such directory, or the target is there already"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "As spoolDirectory names it, or one directory in it.")
    private @Nullable Path from;

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "A new file, for its owner only.")
    private @Nullable Path to;

    @Option(names = "--stream", paramLabel = "NAME", description = "Rows for this stream only.")
    private @Nullable String stream;

    private ExportCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Path target = Objects.requireNonNull(to);
        List<Path> files = Spools.files(Objects.requireNonNull(from));
        try (BufferedWriter out = create(target)) {
            var writer = new RowWriter(out, command.getErr(), stream);
            writer.write(files);
            command.getOut().println(writer.rows() + " rows written to " + target);
            return writer.damaged() == 0 ? 0 : 1;
        } catch (IOException | UncheckedIOException failed) {
            command.getErr().println(target + " is incomplete: " + failed.getMessage());
            return 1;
        }
    }

    /** Rows may hold personal data: nobody else may read them. */
    private static BufferedWriter create(Path target) throws BadInput {
        boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            var channel = Files.newByteChannel(
                    target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly);
            return new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException there) {
            throw new BadInput(target + ": is there already; name a new file");
        } catch (IOException refused) {
            throw new BadInput(target + ": " + ConfigFiles.reason(refused));
        }
    }
}
