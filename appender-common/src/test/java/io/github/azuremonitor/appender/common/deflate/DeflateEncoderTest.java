package io.github.azuremonitor.appender.common.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jzlib.InflaterInputStream;
import io.github.azuremonitor.appender.common.testing.Rounds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written comes back, from the JDK's inflater and from one that shares no code with it. */
class DeflateEncoderTest {
    private static final byte[] NO_PREFIX = {};
    private static final int FIXED = 1;

    private final DeflateEncoder encoder = new DeflateEncoder();

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 255, 256, 257, 258, 259, 260, 261, 262, 516, 517, 518, 519, 1000
            })
    void runsOfOneByteOfEachLength(int length) throws Exception {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'a');
        assertComesBack(bytes);
    }

    /** Behind something else, so that the run ends in a match of that length at a distance of its own. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 257, 258, 259, 260, 261, 515, 516, 517, 518})
    void matchesOfEachLength(int length) throws Exception {
        byte[] noise = noise(600, 1);
        byte[] bytes = Arrays.copyOf(noise, 1_300);
        System.arraycopy(noise, 0, bytes, 600, length);
        System.arraycopy(noise(100, 2), 0, bytes, 600 + length, 100);
        assertComesBack(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 256, 257, 24_576, 24_577, 32_767, 32_768, 32_769, 40_000})
    void whatComesAgainAfterThatManyBytes(int distance) throws Exception {
        byte[] bytes = Arrays.copyOf(noise(distance, 3), distance + 5_000);
        for (int i = distance; i < bytes.length; i++) {
            bytes[i] = bytes[i - distance];
        }
        int packed = assertComesBack(bytes);
        if (distance <= Symbols.LONGEST_DISTANCE) {
            assertThat(packed).as("bytes of what was there before").isLessThan(distance + 300);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {-2, -1, 0, 1, 2, 32_767, 32_768, 32_769, DeflateEncoder.BLOCK_BYTES - 1, DeflateEncoder.BLOCK_BYTES
            })
    void blocksThatEndAroundTheirBorder(int beyond) throws Exception {
        assertComesBack(Arrays.copyOf(rows(4_000, 4), DeflateEncoder.BLOCK_BYTES + beyond));
        assertComesBack(noise(DeflateEncoder.BLOCK_BYTES + beyond, 5));
    }

    @Test
    void whatCannotBeMadeSmallerHardlyGrows() throws Exception {
        for (int length : new int[] {1, 10, 65_535, 65_536, 200_000, 1_048_576}) {
            int packed = assertComesBack(noise(length, 6));
            // A block of noise has 32,768 tokens at most, and costs 5 bytes and a half for each.
            assertThat(packed).isLessThanOrEqualTo(length + 6 * (length / 32_000 + 2));
        }
    }

    @Test
    void aFewBytesNeedNoCodeOfTheirOwn() throws Exception {
        byte[] row = "{\"Level\":\"INFO\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(assertComesBack(row)).isLessThanOrEqualTo(row.length + 3);
        assertThat(encoder.bytes()[0] & 7)
                .as("the last block, with the fixed code")
                .isEqualTo(1 | FIXED << 1);
    }

    @Test
    void countsThatWouldMakeCodesOfMoreThanFifteenBits() throws Exception {
        var bytes = new ByteArrayOutputStream();
        int before = 1;
        int count = 1;
        for (int symbol = 0; symbol < 20; symbol++) {
            // One at a time between others, so that no five bytes come twice and all stay literals.
            for (int i = 0; i < count; i++) {
                bytes.write(symbol);
            }
            int next = before + count;
            before = count;
            count = next;
        }
        assertComesBack(shuffled(bytes.toByteArray()));
    }

    @Test
    void rowsOfALogBecomeSmallerThanByZlibsFastestLevel() throws Exception {
        byte[] rows = rows(4_000, 7);
        assertThat(assertComesBack(rows)).isLessThan(zlib(rows, 1));
    }

    @Test
    void aPrefixStandsBeforeTheStreamAndIsNoPartOfIt() throws Exception {
        byte[] rows = rows(10, 8);
        encoder.begin(new byte[] {1, 2, 3});
        encoder.write(rows, 0, rows.length);
        encoder.finish();

        byte[] all = Arrays.copyOf(encoder.bytes(), encoder.length());
        assertThat(all).startsWith(1, 2, 3);
        assertThat(inflated(Arrays.copyOfRange(all, 3, all.length), rows.length))
                .isEqualTo(rows);
    }

    @Test
    void aStreamKnowsNothingOfTheOneBefore() throws Exception {
        byte[] rows = rows(1_000, 9);
        int alone = assertComesBack(rows);
        byte[] first = Arrays.copyOf(encoder.bytes(), alone);
        assertComesBack(rows);
        assertThat(Arrays.copyOf(encoder.bytes(), encoder.length())).isEqualTo(first);
    }

    @Test
    void anyBytesInAnyPieces() {
        Rounds.play(2_000, random -> assertComesBack(Samples.any(random), random));
    }

    private int assertComesBack(byte[] bytes) throws Exception {
        return assertComesBack(bytes, new Random(bytes.length));
    }

    private int assertComesBack(byte[] bytes, Random pieces) throws Exception {
        encoder.begin(NO_PREFIX);
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + pieces.nextInt(pieces.nextBoolean() ? 50 : 300_000));
            encoder.write(bytes, at, piece);
            at += piece;
        }
        encoder.finish();
        byte[] packed = Arrays.copyOf(encoder.bytes(), encoder.length());
        assertThat(inflated(packed, bytes.length)).isEqualTo(bytes);
        assertThat(inflatedByAnother(packed)).isEqualTo(bytes);
        return packed.length;
    }

    private static byte[] inflated(byte[] packed, int length) throws DataFormatException {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            // One more, to see what should not be there.
            var bytes = new byte[length + 1];
            int count = 0;
            while (!inflater.finished() && count < bytes.length) {
                int more = inflater.inflate(bytes, count, bytes.length - count);
                if (more == 0 && inflater.needsInput()) {
                    break;
                }
                count += more;
            }
            assertThat(inflater.finished()).as("the stream has its end").isTrue();
            assertThat(inflater.getRemaining()).as("bytes behind it").isZero();
            return Arrays.copyOf(bytes, count);
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflatedByAnother(byte[] packed) throws IOException {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed), new com.jcraft.jzlib.Inflater(true))) {
            return in.readAllBytes();
        }
    }

    private static int zlib(byte[] bytes, int level) {
        var deflater = new Deflater(level, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            return deflater.deflate(new byte[bytes.length]);
        } finally {
            deflater.end();
        }
    }

    private static byte[] noise(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] rows(int count, long seed) {
        return Samples.rows(count, new Random(seed));
    }

    private static byte[] shuffled(byte[] bytes) {
        var random = new Random(10);
        for (int i = bytes.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte kept = bytes[i];
            bytes[i] = bytes[other];
            bytes[other] = kept;
        }
        return bytes;
    }
}
