package io.github.azuremonitor.appender.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.kql.Kql;
import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import io.github.azuremonitor.appender.emulator.wire.Pieces;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client reads whose query does not fit into the heap: the same by both ways to ask. */
class FullHeapTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");

    /** A table that has rows up to one that finds the heap full. */
    private record Table(int full) implements KqlTable {
        @Override
        public String name() {
            return "T";
        }

        @Override
        public List<KqlColumn> columns() {
            return List.of(new KqlColumn("TimeGenerated", KqlType.DATETIME), new KqlColumn("Seq", KqlType.LONG));
        }

        @Override
        public Iterator<Object[]> rows(Set<String> wanted) {
            return IntStream.range(0, full + 1)
                    .mapToObj(seq -> {
                        if (seq == full) {
                            throw new OutOfMemoryError("of a test");
                        }
                        return new Object[] {null, (long) seq};
                    })
                    .iterator();
        }
    }

    @Test
    void beforeTheFirstRowItIsAnErrorWithTheCure() {
        for (Answer answer : List.of(plain(0), api(0))) {
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).contains("more memory than the emulator's heap has", "-Xmx");
        }
        assertThat(api(0).advice()).contains("-Xmx");
    }

    @Test
    void behindTheFirstRowItEndsTheAnswerWithTheCure() {
        assertThat(text(plain(2)))
                .startsWith("[{\"")
                .contains("\"$error\":\"", "-Xmx")
                .endsWith("}]");
        assertThat(text(api(2)))
                .contains("\"rows\":[[0],[1]]", "\"PartialError\"", "-Xmx")
                .endsWith("}}");
    }

    private static Answer plain(int full) {
        PlainQueryRoute route = new PlainQueryRoute(query ->
                Kql.query(query, List.of(new Table(full)), List.of(), NOW, Duration.ofMinutes(1), System::nanoTime));
        return told(() -> route.answer(call("/query", "kql"), Fault.NONE));
    }

    private static Answer api(int full) {
        TokenIssuer issuer = new TokenIssuer(() -> NOW, Set.of(), "");
        QueryRoute route =
                new QueryRoute(() -> List.of(new Table(full)), List::of, () -> NOW, false, issuer, new Problems());
        return told(() -> route.answer(call("/v1/workspaces/1/query", "query"), Fault.NONE));
    }

    /** JUnit would end all tests of the module at such an error. */
    private static <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (OutOfMemoryError e) {
            throw new AssertionError("nobody catches it", e);
        }
    }

    private static Call call(String path, String parameter) {
        return new Call(0, "GET", path, Map.of(parameter, "T | project Seq"), Map.of(), new byte[0], 0, false);
    }

    private static String text(Answer answer) {
        StringBuilder text = new StringBuilder();
        Pieces pieces = answer.pieces();
        assertThat(pieces).as(answer.body()).isNotNull();
        return told(() -> {
            for (String piece = pieces.next(); piece != null; piece = pieces.next()) {
                text.append(piece);
            }
            return text.toString();
        });
    }
}
