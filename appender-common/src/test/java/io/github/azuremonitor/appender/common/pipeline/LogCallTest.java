package io.github.azuremonitor.appender.common.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.ring.RingEntry;
import io.github.azuremonitor.appender.common.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogCallTest {
    private static final int LONGEST_ROW = 32 * 1024;

    private final ObjectPool<LogCall> calls = new ObjectPool<>(2, LogCall::new);
    private final RowEncoder encoder =
            new RowEncoder(Settings.with().table(), ColumnList.STANDARD.columns(), Platform.read(), 1 << 20);

    @Test
    void theNextLogCallOfAThreadHasTheMemoryOfTheLastAndNothingOfItsEvent() {
        LogCall first = calls.take();
        fill(first, "first");
        first.event().thrown(new IllegalStateException());
        first.event().context().accept("orderId", "42");
        first.entry(encoder, LONGEST_ROW);
        first.end();
        calls.give(first);

        LogCall second = calls.take();
        assertThat(second).isSameAs(first);
        fill(second, "second");
        RingEntry entry = second.entry(encoder, LONGEST_ROW);
        assertThat(text(entry)).contains("second").doesNotContain("first", "orderId");
        assertThat(entry.event())
                .as("what the flusher needs of an event without a throwable")
                .isNull();
    }

    @Test
    void anEventThatWentIntoTheRingIsNotWrittenToAgain() {
        LogCall call = calls.take();
        fill(call, "the flusher writes the row");
        RingEntry inTheRing = call.entry(null, LONGEST_ROW).copy();
        call.end();
        fill(call, "the next one");

        assertThat(inTheRing.length()).isZero();
        assertThat(inTheRing.event()).isNotNull();
        assertThat(inTheRing.event().message()).isEqualTo("the flusher writes the row");
    }

    @Test
    void aRowThatIsTooLongForTheRingGoesAsItsEvent() {
        LogCall call = calls.take();
        fill(call, "x".repeat(LONGEST_ROW));
        RingEntry entry = call.entry(encoder, LONGEST_ROW);
        assertThat(entry.length()).isZero();
        assertThat(entry.event()).isSameAs(call.event());
    }

    @Test
    void memoryIsKeptForAsManyThreadsAsRunAndNotForEachThatEverLogged() throws Exception {
        Set<LogCall> used = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        for (int i = 0; i < 2_000; i++) {
            Thread thread = new Thread(() -> {
                LogCall call = calls.take();
                used.add(call);
                call.end();
                calls.give(call);
            });
            thread.start();
            thread.join();
        }
        assertThat(used.size())
                .as("memories for 2,000 threads, one after the other")
                .isLessThanOrEqualTo(16);
    }

    @Test
    void noTwoThreadsHaveTheSameMemoryAtATime() throws Exception {
        Set<LogCall> taken = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        List<String> shared = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 40; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    LogCall call = calls.take();
                    if (!taken.add(call)) {
                        shared.add("memory that another thread had");
                    }
                    taken.remove(call);
                    calls.give(call);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared).isEmpty();
    }

    private static void fill(LogCall call, String message) {
        call.begin(0);
        call.event().time(1_795_161_801L, 0);
        call.event().origin(Severity.INFO, "INFO", "test", "main");
        call.event().message(message);
    }

    private static String text(RingEntry entry) {
        return new String(entry.bytes(), entry.offset(), entry.length(), StandardCharsets.UTF_8);
    }
}
