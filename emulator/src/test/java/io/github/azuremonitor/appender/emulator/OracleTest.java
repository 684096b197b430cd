package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The engine takes nothing that Microsoft's language service refuses, and gives columns the same names and types. */
class OracleTest {
    @Test
    void bothAgreeOnTheCorpus() throws Exception {
        List<String> lines =
                Files.readAllLines(Path.of("src/test/resources/kql/corpus.txt"), StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        List<String> queries = lines.stream().map(line -> line.substring(2)).toList();
        List<Oracle.Opinion> service = Oracle.service(queries);

        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < lines.size(); i++) {
            char mark = lines.get(i).charAt(0);
            Oracle.Opinion ours = Oracle.ours(queries.get(i));
            Oracle.Opinion theirs = service.get(i);
            all.assertThat(ours.takes())
                    .as("ours takes %s [%s]", lines.get(i), ours.error())
                    .isEqualTo(mark == '+' || mark == '~');
            all.assertThat(theirs.takes())
                    .as("theirs takes %s [%s]", lines.get(i), theirs.error())
                    .isEqualTo(mark != '-');
            if (mark == '+') {
                all.assertThat(ours.columns()).as(queries.get(i)).isEqualTo(theirs.columns());
            }
        }
        all.assertAll();
    }

    @Test
    void itTakesNothingOfAGeneratedCorpusThatTheServiceRefuses() throws Exception {
        int usual = Boolean.getBoolean("thorough") ? 20_000 : 300;
        Long only = Long.getLong("fuzz.seed");
        List<String> queries = new ArrayList<>();
        for (long seed = only == null ? 1 : only; seed <= (only == null ? usual : only); seed++) {
            queries.add(new QueryGenerator(new Random(seed * 0x9E3779B97F4A7C15L)).query());
        }
        List<Oracle.Opinion> service = Oracle.service(queries);

        int taken = 0;
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < queries.size(); i++) {
            Oracle.Opinion ours = Oracle.ours(queries.get(i));
            if (ours.takes()) {
                taken++;
                String what = "again with -Dfuzz.seed=" + (only == null ? i + 1 : only) + ": " + queries.get(i);
                all.assertThat(service.get(i).error()).as(what).isEmpty();
                all.assertThat(ours.columns()).as(what).isEqualTo(service.get(i).columns());
            }
        }
        all.assertAll();
        assertThat(taken)
                .as("queries that are taken, of %d", queries.size())
                .isGreaterThanOrEqualTo(only == null ? queries.size() / 5 : 0);
    }
}
