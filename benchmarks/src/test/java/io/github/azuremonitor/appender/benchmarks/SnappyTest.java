package io.github.azuremonitor.appender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SnappyTest {
    @Test
    void aCopyMayBeginInItself() throws IOException {
        // Two letters, then eight bytes from two back.
        assertThat(text(10, 1 << 2, 'a', 'b', (8 - 4) << 2 | 1, 2)).isEqualTo("ababababab");
    }

    @Test
    void aCopyReachesBackByElevenSixteenOrThirtyTwoBits() throws IOException {
        byte[] letters = new byte[300];
        Arrays.fill(letters, (byte) '-');
        letters[0] = 'x';
        for (byte[] copy : new byte[][] {
            bytes((4 - 4) << 2 | 1 << 5 | 1, 300 - 256),
            bytes((4 - 1) << 2 | 2, 300 - 256, 1),
            bytes((4 - 1) << 2 | 3, 300 - 256, 1, 0, 0)
        }) {
            byte[] block = join(bytes((304 & 0x7f) | 0x80, 304 >> 7), literal(letters), copy);

            assertThat(new String(Snappy.uncompress(block), StandardCharsets.US_ASCII))
                    .as(Arrays.toString(copy))
                    .startsWith("x-")
                    .endsWith("-x---");
        }
    }

    @Test
    void whatIsNoBlockIsRefused() {
        assertThatThrownBy(() -> text(4, 0, 'a')).hasMessageContaining("ends after 1 of 4 bytes");
        assertThatThrownBy(() -> text(1, 1 << 2, 'a', 'b')).hasMessageContaining("no block");
        assertThatThrownBy(() -> text(9, 0, 'a', 1 | 4 << 2, 2)).hasMessageContaining("no block");
        assertThatThrownBy(() -> text(9, 0, 'a', 1 | 4 << 2, 0)).hasMessageContaining("a copy of nothing");
        assertThatThrownBy(() -> text()).hasMessageContaining("no block");
    }

    @Test
    void theBodyOfLokisProtobufFormatIsPackedThoughNoHeaderSaysSo() {
        String protobuf = "application/x-protobuf";

        assertThat(Packing.of("/loki/api/v1/push", protobuf, null)).isEqualTo(Packing.SNAPPY);
        assertThat(Packing.of("/loki/api/v1/push", "application/json", null)).isEqualTo(Packing.NONE);
        assertThat(Packing.of("/v1/logs", protobuf, null)).isEqualTo(Packing.NONE);
        assertThat(Packing.of("/v1/logs", protobuf, "gzip")).isEqualTo(Packing.GZIP);
    }

    /** Of more than 60 bytes: its length is in two bytes of its own. */
    private static byte[] literal(byte[] bytes) {
        int length = bytes.length - 1;
        return join(bytes(61 << 2, length & 0xff, length >> 8), bytes);
    }

    private static String text(int... block) throws IOException {
        return new String(Snappy.uncompress(bytes(block)), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
