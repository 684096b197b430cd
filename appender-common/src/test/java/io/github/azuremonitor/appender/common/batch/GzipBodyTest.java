package io.github.azuremonitor.appender.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of each level are read by whoever reads gzip, and by our own that takes batches apart. */
class GzipBodyTest {
    @ParameterizedTest(name = "gzipLevel={0}")
    @ValueSource(ints = {0, 1, 6, 9})
    void aBodyComesBackAndTheNextOneIsItsOwn(int level) throws Exception {
        var random = new Random(level);
        try (var body = new GzipBody(level)) {
            for (int rows : new int[] {0, 1, 3, 4_000, 2}) {
                var written = new ByteArrayOutputStream();
                for (int i = 0; i < rows; i++) {
                    byte[] row = row(random);
                    body.write(row, row.length);
                    written.writeBytes(row);
                    if (random.nextInt(50) == 0) {
                        body.pack();
                    }
                }
                assertThat(body.rawBytes()).isEqualTo(written.size());
                // It looks at checksum and length itself.
                try (var in = new GZIPInputStream(new ByteArrayInputStream(body.finish()))) {
                    assertThat(in.readAllBytes()).isEqualTo(written.toByteArray());
                }
            }
        }
    }

    @ParameterizedTest(name = "gzipLevel={0}")
    @ValueSource(ints = {0, 1, 9})
    void aBatchIsTakenApartAgain(int level) throws Exception {
        var random = new Random(level);
        try (var open = new OpenBatch("Custom-JavaLogs_CL", level)) {
            for (int i = 0; i < 3_000; i++) {
                byte[] row = row(random);
                open.add(row, row.length, i, 0);
            }
            Batch batch = open.finish(1, new UUID(1, 1));

            assertThat(BatchSplitter.rows(batch))
                    .hasSize(3_000)
                    .allSatisfy(row -> assertThat(row[0]).isEqualTo((byte) '{'));
        }
    }

    private static byte[] row(Random random) {
        return ("{\"Message\":\"order " + random.nextInt() + " for \u0141\u00f3d\u017a\",\"Level\":\"INFO\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
