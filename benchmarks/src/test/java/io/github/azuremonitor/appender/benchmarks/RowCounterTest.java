package io.github.azuremonitor.appender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RowCounterTest {
    @Test
    void bracesInsideStringsAndInsideRowsAreNoRows() throws IOException {
        assertThat(count("[{\"a\":\"}{\\\"}\"},\n{\"b\":{\"c\":{}}},{}]").rows())
                .isEqualTo(3);
    }

    @Test
    void anEmptyArrayHasNoRows() throws IOException {
        assertThat(count("[]").rows()).isZero();
    }

    @Test
    void aBodyThatEndsInsideARowIsRefused() {
        assertThatThrownBy(() -> count("[{\"a\":\"b\"},{\"a\":")).isInstanceOf(IOException.class);
    }

    private static RowCounter.Count count(String json) throws IOException {
        byte[] raw = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(raw);
        }
        RowCounter.Count count = RowCounter.count(packed.toByteArray(), true);
        assertThat(count).isEqualTo(RowCounter.count(raw, false));
        return count;
    }
}
