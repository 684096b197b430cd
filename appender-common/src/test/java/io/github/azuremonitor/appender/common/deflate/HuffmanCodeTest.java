package io.github.azuremonitor.appender.common.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanCodeTest {
    @ParameterizedTest
    @ValueSource(ints = {7, 15})
    void noCodeIsLongerThanAllowedAndNoneIsWasted(int longest) {
        var random = new Random(longest);
        for (int round = 0; round < 500; round++) {
            var counts = new int[19];
            int used = 2 + random.nextInt(18);
            int before = 1;
            int count = 1;
            for (int symbol = 0; symbol < used; symbol++) {
                // As uneven as counts can be, now and then.
                counts[symbol] = round % 2 == 0 ? count : 1 + random.nextInt(1 << random.nextInt(16));
                int next = before + count;
                before = count;
                count = next;
            }
            var code = new HuffmanCode(19, longest);
            code.build(counts);

            long taken = 0;
            for (int symbol = 0; symbol < 19; symbol++) {
                int length = code.lengths[symbol];
                assertThat(length > 0)
                        .as("symbol %d of %d has a code", symbol, used)
                        .isEqualTo(counts[symbol] > 0);
                assertThat(length).isLessThanOrEqualTo(longest);
                taken += length == 0 ? 0 : 1L << (longest - length);
            }
            assertThat(taken).as("room taken by the codes").isEqualTo(1L << longest);
        }
    }

    @Test
    void whatIsFrequentGetsTheShorterCode() {
        var code = new HuffmanCode(4, 15);
        code.build(new int[] {1, 100, 10, 1});

        assertThat(code.lengths).containsExactly(3, 1, 2, 3);
        // The standard's own way to number them: 0, 10, 110, 111, written from their last bit on.
        assertThat(code.codes).containsExactly(0b011, 0b0, 0b01, 0b111);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCodeHasTwoSymbolsAtLeast(int occurring) {
        var counts = new int[30];
        if (occurring > 0) {
            counts[7] = 5;
        }
        var code = new HuffmanCode(30, 15);
        code.build(counts);

        int used = 0;
        for (byte length : code.lengths) {
            used += length;
        }
        assertThat(used).as("two codes of one bit").isEqualTo(2);
    }
}
