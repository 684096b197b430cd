package io.github.azuremonitor.appender.examples.quickstart;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every line of a file in its own process, as fast as the pipeline takes them. */
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int LINES_BETWEEN_LOOKS = 1_000;
    private static final int LINES_BETWEEN_WORDS = 500_000;

    private Replay() {}

    /** Runs until all lines are delivered; the arguments are the file and where to write the report. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        long start = System.nanoTime();
        EventNumbers numbers = new EventNumbers();
        // UTF-8 with a replacement for what is none, so that no line of any file is refused.
        try (LineReader lines =
                new LineReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            boolean welcome = true;
            for (String line = lines.next(); line != null && welcome; line = lines.next()) {
                long number = numbers.logback();
                LOG.atLevel(LineLevel.of(line)).addKeyValue("n", number).log(line);
                welcome = number % LINES_BETWEEN_LOOKS != 0 || Patience.whileManyWait();
                if (number % LINES_BETWEEN_WORDS == 0) {
                    System.out.printf("  %,d lines so far%n", number);
                }
            }
            if (!welcome) {
                System.out.println("  the rest of the file is left out: nothing was accepted for five minutes");
            }
        }
        RunReport.flushed(numbers, Files.size(file), start).write(Path.of(args[1]));
    }
}
