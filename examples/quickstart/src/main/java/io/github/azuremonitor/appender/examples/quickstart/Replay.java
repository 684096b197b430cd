package io.github.azuremonitor.appender.examples.quickstart;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every line of a file in its own process, as fast as the pipeline takes them. */
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int PROGRESS_LINES = 10_000;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Replay() {}

    /** Runs until all lines are delivered; the arguments are the file and where to write the report. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        long start = System.nanoTime();
        EventNumbers numbers = new EventNumbers();
        // UTF-8 with a replacement for what is none, so that no line of any file is refused.
        try (LineReader lines =
                new LineReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long told = start;
            for (String line = lines.next(); line != null; line = lines.next()) {
                long number = numbers.logback();
                LOG.atLevel(LineLevel.of(line)).addKeyValue("n", number).log(line);
                if (number % PROGRESS_LINES == 0 && System.nanoTime() - told > PROGRESS_NANOS) {
                    told = System.nanoTime();
                    System.out.printf("  %,d lines so far%n", number);
                }
            }
        }
        RunReport.flushed(numbers, Files.size(file), start).write(Path.of(args[1]));
    }
}
