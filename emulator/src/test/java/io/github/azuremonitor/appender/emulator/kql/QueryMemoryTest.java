package io.github.azuremonitor.appender.emulator.kql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a query holds in memory, and what it says where the heap has no room for it. */
class QueryMemoryTest {
    private static final int ROWS = 1_000;

    @Test
    void aHeapThatIsFullIsAnErrorThatNamesTheCureBeforeTheFirstRowAndBehindIt() {
        KqlAnswer answer = answer("T", seq -> {
            if (seq == 2) {
                throw new OutOfMemoryError("of a test");
            }
            return seq;
        });
        assertThat(answer.next()).hasToString("[0]");
        assertThat(answer.nextObject()).hasToString("{\"Seq\":1}");

        assertThatThrownBy(answer::next)
                .isInstanceOfSatisfying(
                        KqlException.class, e -> assertThat(e.kind()).isEqualTo(KqlException.Kind.LIMIT))
                .hasMessageContaining("-Xmx");
        assertThatThrownBy(answer("T | sort by Seq", seq -> {
                    throw new OutOfMemoryError("of a test");
                })::nextObject)
                .isInstanceOf(KqlException.class)
                .hasMessageContaining("-Xmx");
    }

    @Test
    void aSortKeepsNoMoreRowsThanATakeBehindItLetsThrough() {
        List<WeakReference<Object>> made = new ArrayList<>();
        KqlAnswer answer = answer("T | sort by Seq desc | take 3", seq -> {
            Object value = Long.valueOf(1_000_000L + seq);
            made.add(new WeakReference<>(value));
            if (seq == ROWS - 1) { // the last one: what is kept now is what the sort keeps
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    System.gc();
                    assertThat(made.stream().filter(each -> each.get() != null))
                            .as("rows that are still held")
                            .hasSizeLessThan(20);
                });
            }
            return value;
        });

        assertThat(answer.next()).hasToString("[1000999]");
        assertThat(answer.next()).hasToString("[1000998]");
        assertThat(answer.next()).hasToString("[1000997]");
        assertThat(answer.next()).isNull();
    }

    private static KqlAnswer answer(String query, IntFunction<Object> value) {
        KqlTable table = new KqlTable() {
            @Override
            public String name() {
                return "T";
            }

            @Override
            public List<KqlColumn> columns() {
                return List.of(new KqlColumn("Seq", KqlType.LONG));
            }

            @Override
            public Iterator<Object[]> rows(Set<String> wanted) {
                return IntStream.range(0, ROWS)
                        .mapToObj(seq -> new Object[] {value.apply(seq)})
                        .iterator();
            }
        };
        return Kql.query(query, List.of(table), List.of(), Asked.NOW, Duration.ofMinutes(2), System::nanoTime);
    }
}
