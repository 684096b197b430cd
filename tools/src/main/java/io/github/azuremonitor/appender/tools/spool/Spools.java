package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** Finds directories and files of spools. */
final class Spools {
    private Spools() {}

    /** What is below a directory. */
    static List<Folder> folders(Path directory) throws BadInput {
        try {
            return new SpoolInspection().folders(directory);
        } catch (NotDirectoryException file) {
            throw new BadInput(directory + ": is a file; name a directory");
        } catch (IOException unreadable) {
            throw new BadInput(directory + ": " + ConfigFiles.reason(unreadable));
        }
    }

    /** One file, or all below a directory. */
    static List<Path> files(Path fileOrDirectory) throws BadInput {
        if (Files.isRegularFile(fileOrDirectory)) {
            return List.of(fileOrDirectory);
        }
        return folders(fileOrDirectory).stream()
                .flatMap(folder -> folder.files().stream())
                .map(Content::path)
                .toList();
    }
}
