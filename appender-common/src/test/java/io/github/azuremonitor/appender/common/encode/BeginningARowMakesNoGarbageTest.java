package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.LoggedEvent;
import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.PropertySelection;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a log call adds to the application's garbage: nothing, once its memory is there. */
class BeginningARowMakesNoGarbageTest {
    private static final int CALLS = 10_000;

    /** Of the counting itself, and of the virtual machine. */
    private static final long TOLERATED_BYTES = 16_384;

    private static final String MESSAGE =
            "Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106 dest: here";

    private static final Map<String, String> CONTEXT = Collections.unmodifiableMap(new HashMap<>(
            Map.of("traceId", "4bf92f3577b34da6a3ce929d0e0e4736", "spanId", "00f067aa0ba902b7", "orderId", "order-7")));

    private final RowEncoder encoder = encoder();
    private final JsonRow row = new JsonRow();
    private final LoggedEvent event = new LoggedEvent();

    @Test
    void ofAMessageThatIsAString() {
        assertNoGarbage(() -> event.message(MESSAGE));
    }

    @Test
    void ofAMessageInABuffer() {
        assertNoGarbage(() -> {
            event.messageBuffer().append(MESSAGE);
            event.messageIsInBuffer();
        });
    }

    private void assertNoGarbage(Runnable message) {
        // The first ones grow the memory that is used again.
        allocatedBy(message);
        assertThat(allocatedBy(message))
                .as("bytes allocated by %d rows of the preset, with three entries in the MDC", CALLS)
                .isLessThan(TOLERATED_BYTES);
    }

    private long allocatedBy(Runnable message) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(me);
        for (int i = 0; i < CALLS; i++) {
            event.time(1_700_000_000, i);
            event.origin(Severity.INFO, "INFO", "org.example.Orders", "main");
            event.sharedContext(CONTEXT);
            message.run();
            encoder.begin(event, row, Integer.MAX_VALUE);
            event.clear();
        }
        return threads.getThreadAllocatedBytes(me) - before;
    }

    private static RowEncoder encoder() {
        ColumnList columns = ColumnList.parse("standard", new ArrayList<>());
        var table = new TableSettings("Custom-Rows", columns, PropertySelection.ALL, "test", null, null);
        return new RowEncoder(table, columns.columns(), new Platform("test", "instance-1", null, 1), 1 << 20);
    }
}
