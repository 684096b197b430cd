package io.github.azuremonitor.appender.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final String LONGEST = "x".repeat(LineReader.MAX_CHARS);

    @Test
    void endsLinesAtBothKindsOfLineEnds() throws IOException {
        assertThat(lines("a\r\n\nb\n")).containsExactly("a", "", "b");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void leavesALineOfTheGreatestLengthWhole() throws IOException {
        assertThat(lines(LONGEST + "\r\n" + LONGEST)).containsExactly(LONGEST, LONGEST);
    }

    @Test
    void partsALongLineButNoCharacter() throws IOException {
        assertThat(lines(LONGEST + "yz\n")).containsExactly(LONGEST, "yz");
        assertThat(lines(LONGEST.substring(1) + "😀yz")).containsExactly(LONGEST.substring(1), "😀yz");
    }

    @Test
    void losesNothingHoweverTheTextComesIn() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("z".repeat(random.nextInt(3 * LineReader.MAX_CHARS / 2)))
                    .append('\n');
        }

        assertThat(String.join("", lines(text.toString())))
                .isEqualTo(text.toString().replace("\n", ""));
    }

    private static List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new Trickle(text))) {
            for (String line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Hands out as much as it likes, as decoders do. */
    private static final class Trickle extends Reader {
        private final Reader in;
        private final SplittableRandom random = new SplittableRandom(42);

        Trickle(String text) {
            in = new StringReader(text);
        }

        @Override
        public int read(char[] chars, int offset, int length) throws IOException {
            return in.read(chars, offset, 1 + random.nextInt(Math.min(length, 8192)));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
