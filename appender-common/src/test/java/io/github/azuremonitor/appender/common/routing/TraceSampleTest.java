package io.github.azuremonitor.appender.common.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other languages must find the same traces. */
class TraceSampleTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "123456789", "4bf92f3577b34da6a3ce929d0e0e4736", "Anfrage-\u00e4\u20ac", "a"})
    void theHashIsTheCrc32ThatEveryLanguageHas(String id) {
        var crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        assertThat(TraceSample.crc32(id) & 0xFFFFFFFFL).isEqualTo(crc.getValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4bf92f3577b34da6a3ce929d0e0e4736", "00000000000000000000000000000001"})
    void whatIsKeptIsBelowTheShare(String id) {
        double at = (TraceSample.crc32(id) & 0xFFFFFFFFL) / 0x1p32;
        assertThat(TraceSample.keeps(id, Math.nextUp(at))).isTrue();
        assertThat(TraceSample.keeps(id, at)).isFalse();
    }
}
