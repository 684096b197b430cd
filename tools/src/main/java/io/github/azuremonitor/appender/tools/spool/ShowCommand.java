package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spool show}. */
@Command(
        name = "show",
        description = "Prints rows as they wait, one JSON object a line. Changes nothing.",
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:all rows were read", "1:a file is damaged", "2:no such file or directory"})
final class ShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE|DIR", description = "A file of a spool, or a directory with all its files.")
    private @Nullable Path from;

    @Option(names = "--stream", paramLabel = "NAME", description = "Rows for this stream only.")
    private @Nullable String stream;

    private ShowCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        var writer = new RowWriter(command.getOut(), command.getErr(), stream);
        writer.write(Spools.files(Objects.requireNonNull(from)));
        return writer.damaged() == 0 ? 0 : 1;
    }
}
