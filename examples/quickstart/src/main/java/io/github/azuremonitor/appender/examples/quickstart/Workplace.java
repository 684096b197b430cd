package io.github.azuremonitor.appender.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes and files of a run. Nothing of them is left when it is closed, or when this process is asked to end. Safe
 * for use by several threads.
 */
final class Workplace implements AutoCloseable {
    private static final long STOP_SECONDS = 15;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private boolean closed;

    private Workplace(Path directory) {
        this.directory = directory;
    }

    /** A workplace with an empty directory. */
    static Workplace open() throws IOException {
        Workplace workplace = new Workplace(Files.createTempDirectory("quickstart"));
        Runtime.getRuntime().addShutdownHook(new Thread(workplace::close, "clean-up"));
        return workplace;
    }

    /** A file in the directory. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Starts a process that ends with the run at the latest. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("the run has ended");
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            // The last one first: what logs can still deliver to what was started before it.
            Collections.reverse(processes);
            processes.forEach(Workplace::end);
            delete();
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
