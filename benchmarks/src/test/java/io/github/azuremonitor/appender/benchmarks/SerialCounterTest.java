package io.github.azuremonitor.appender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SerialCounterTest {
    @Test
    void anEventThatComesTwiceIsCountedOnceAndTold() throws IOException {
        SerialCounter counter = new SerialCounter();

        counter.count(bytes(message(1) + message(2) + message(1)), Packing.NONE);
        counter.count(gzip(message(2) + message(3)), Packing.GZIP);

        assertThat(counter.arrived()).isEqualTo(3);
        assertThat(counter.twice()).isEqualTo(2);
    }

    @Test
    void aNumberThatIsCutBetweenTwoPiecesOfAStreamIsFound() {
        byte[] stream = bytes("serserial:" + message(7).substring(7));
        for (int cut = 0; cut <= stream.length; cut++) {
            SerialCounter counter = new SerialCounter();
            SerialCounter.Place place = new SerialCounter.Place();
            byte[] rest = new byte[stream.length - cut];
            System.arraycopy(stream, cut, rest, 0, rest.length);

            counter.count(stream, cut, place);
            counter.count(rest, rest.length, place);

            assertThat(counter.arrived()).as("cut after %d bytes", cut).isOne();
        }
    }

    @Test
    void aNumberThatEndsEarlyIsNoEvent() throws IOException {
        SerialCounter counter = new SerialCounter();

        counter.count(bytes("serial:123456789\",serial:x0000000001"), Packing.NONE);

        assertThat(counter.arrived()).isZero();
    }

    @Test
    void theNumbersOfTwoThreadsAreNotTakenForEachOther() throws IOException {
        SerialCounter counter = new SerialCounter();
        for (int thread = 0; thread < 100; thread++) {
            Serial serial = new Serial(thread);
            for (int event = 0; event < 1_001; event++) {
                serial.next();
                counter.count(bytes(Serial.MARK + serial), Packing.NONE);
            }
        }

        assertThat(counter.arrived()).isEqualTo(100_100);
        assertThat(counter.twice()).isZero();
    }

    private static String message(int number) {
        Serial serial = new Serial(0);
        for (int i = 0; i < number; i++) {
            serial.next();
        }
        return Serial.MARK + serial;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(text));
        }
        return packed.toByteArray();
    }
}
