package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The engine takes nothing that Microsoft's language service refuses, and gives columns the same names and types. {@code
 * -Dfuzz.rounds=N} generates more queries than usual, {@code -Dfuzz.seed=N} the one that a failure named.
 */
class OracleTest {
    private static final Long ONLY = Long.getLong("fuzz.seed");
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", Boolean.getBoolean("thorough") ? 10_000 : 100);

    private static List<String> corpus;
    private static List<String> generated;
    private static List<String> answered;
    private static List<Oracle.Opinion> service;

    @BeforeAll
    static void askTheServiceOnce() throws Exception {
        corpus = Files.readAllLines(Path.of("src/test/resources/kql/corpus.txt"), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        generated = new ArrayList<>();
        for (long seed = ONLY == null ? 1 : ONLY; seed <= (ONLY == null ? ROUNDS : ONLY); seed++) {
            // Neighbouring seeds begin with nearly the same numbers unless they are spread.
            generated.add(new QueryGenerator(new Random(seed * 0x9E3779B97F4A7C15L)).query());
        }
        List<String> queries =
                new ArrayList<>(corpus.stream().map(OracleTest::query).toList());
        queries.addAll(generated);
        answered =
                Files.readAllLines(Path.of("../../emulator/src/test/resources/kql/answers.txt"), StandardCharsets.UTF_8)
                        .stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("= "))
                        .toList();
        queries.addAll(answered);
        service = Oracle.service(queries);
    }

    private static String query(String line) {
        return line.substring(2);
    }

    @Test
    void bothAgreeOnTheCorpus() {
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < corpus.size(); i++) {
            String line = corpus.get(i);
            char mark = line.charAt(0);
            Oracle.Opinion ours = Oracle.ours(query(line));
            Oracle.Opinion theirs = service.get(i);
            all.assertThat(ours.takes())
                    .as("ours takes %s [%s]", line, ours.error())
                    .isEqualTo(mark == '+' || mark == '~');
            all.assertThat(theirs.takes())
                    .as("theirs takes %s [%s]", line, theirs.error())
                    .isEqualTo(mark != '-');
            if (mark == '+') {
                all.assertThat(ours.columns()).as(line).isEqualTo(theirs.columns());
            }
        }
        all.assertAll();
    }

    @Test
    void whatIsAnsweredIsTakenByTheServiceWithTheSameColumns() {
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < answered.size(); i++) {
            Oracle.Opinion theirs = service.get(corpus.size() + generated.size() + i);
            all.assertThat(theirs.error()).as(answered.get(i)).isEmpty();
            all.assertThat(Oracle.ours(answered.get(i)).columns())
                    .as(answered.get(i))
                    .isEqualTo(theirs.columns());
        }
        all.assertAll();
    }

    @Test
    void ofAGeneratedCorpusNothingIsTakenThatTheServiceRefuses() {
        int taken = 0;
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < generated.size(); i++) {
            Oracle.Opinion ours = Oracle.ours(generated.get(i));
            Oracle.Opinion theirs = service.get(corpus.size() + i);
            if (ours.takes()) {
                taken++;
                String what = "again with -Dfuzz.seed=" + (ONLY == null ? i + 1 : ONLY) + ": " + generated.get(i);
                all.assertThat(theirs.error()).as(what).isEmpty();
                all.assertThat(ours.columns()).as(what).isEqualTo(theirs.columns());
            }
        }
        all.assertAll();
        assertThat(taken)
                .as("queries that are taken, of %d", generated.size())
                .isGreaterThanOrEqualTo(ONLY == null ? generated.size() / 5 : 0);
    }
}
