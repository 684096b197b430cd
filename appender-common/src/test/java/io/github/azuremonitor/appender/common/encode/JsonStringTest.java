package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.azuremonitor.appender.common.event.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our strings of JSON beside those of a library, byte by byte. */
class JsonStringTest {
    private static final JsonFactory JACKSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final int ROOM = Values.FIELD_BYTES;

    @Test
    void everyCodePointIsWrittenAsJacksonDoesWhereverItStands() throws IOException {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String before = "abcdefgh".substring(codePoint % 8);
                assertSame(
                        before + Character.toString(codePoint) + "ijklmnopqrst", "U+" + Integer.toHexString(codePoint));
            }
        }
    }

    @Test
    void everyByteOfAWordIsLookedAt() throws IOException {
        for (int codePoint = 0; codePoint < 256; codePoint++) {
            for (int length = 0; length < 20; length++) {
                for (int at = 0; at < length; at++) {
                    var text = new StringBuilder("0123456789?bcdefghij".substring(0, length));
                    text.setCharAt(at, (char) codePoint);
                    assertSame(text.toString(), "U+" + Integer.toHexString(codePoint) + " at " + at + " of " + length);
                }
            }
        }
    }

    @Test
    void aCharacterThatOnlyLooksPlainInItsLowerHalfIsNotTakenForThat() throws IOException {
        for (int length : new int[] {1, 7, 8, 9, 47, 48, 49, 57, 255, 256, 257, 300, 513}) {
            for (int at = 0; at < length; at++) {
                var text = new StringBuilder("0123456789".repeat(52).substring(0, length));
                text.setCharAt(at, '\u0141');
                assertSame(text.toString(), "U+141 at " + at + " of " + length);
                text.setCharAt(at, '\u00e9');
                assertSame(text.toString(), "U+E9 at " + at + " of " + length);
                text.setCharAt(at, '\\');
                assertSame(text.toString(), "a backslash at " + at + " of " + length);
            }
        }
    }

    @Test
    void textOfABuilderIsWrittenLikeThatOfAString() {
        for (String text : List.of(
                "",
                "plain",
                "0123456789".repeat(60),
                "\"quoted\"",
                "\u0141\u00f3d\u017a",
                "0123456789".repeat(60) + "\n")) {
            var out = new RowBuffer(1);
            var builder = new StringBuilder();
            builder.append(text);
            JsonString.write(builder, ROOM, out);
            assertThat(new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8))
                    .isEqualTo(written(text, ROOM));
        }
    }

    @Test
    void aLoneSurrogateIsReplacedWhereverItStandsAndAQuestionMarkIsOne() {
        for (char lone : new char[] {'\ud800', '\udbff', '\udc00', '\udfff'}) {
            for (int at = 0; at < 20; at++) {
                var text = new StringBuilder("what? how? where? oh");
                text.setCharAt(at, lone);
                assertThat(written(text.toString(), ROOM))
                        .as("U+%x at %d", (int) lone, at)
                        .isEqualTo("\"" + text.toString().replace(lone, '\ufffd') + "\"");
            }
        }
        assertThat(written("a\udc00\ud83d\ude00\ud800", ROOM)).isEqualTo("\"a\ufffd\ud83d\ude00\ufffd\"");
    }

    @Test
    void textsOfAllSortsAreWrittenAsJacksonDoes() throws IOException {
        var random = new Random(20_001);
        List<String> pieces =
                List.of("order ", "\"", "\\", "\n", "\u0000", "ä", "€", "\ud83d\ude00", "?", "0123456789", " ");
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(random.nextInt(10) == 0 ? 2_000 : 100);
            while (text.length() < length) {
                // Mostly one of the first pieces, so that there are long stretches of plain text.
                text.append(pieces.get(random.nextInt(3) > 0 ? 0 : random.nextInt(pieces.size())));
            }
            assertSame(text.toString(), "text " + i);
        }
    }

    @Test
    void aTextIsCutByItsBytesAndNotByItsCharacters() {
        assertThat(written("a".repeat(2_000), 2_000)).as("fits to the byte").isEqualTo("\"" + "a".repeat(2_000) + "\"");
        for (String character : List.of("a", "\"", "ä", "€", "\ud83d\ude00")) {
            String text = character.repeat(2_001);
            String cut = FieldText.fit(text, 2_000);
            assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(2_000);
            assertThat(written(text, 2_000)).isEqualTo("\"" + cut.replace("\"", "\\\"") + "\"");
        }
    }

    private static void assertSame(String text, String what) throws IOException {
        var expected = new ByteArrayOutputStream();
        try (JsonGenerator json = JACKSON.createGenerator(expected)) {
            json.writeString(text);
        }
        String ours = written(text, ROOM);
        if (!ours.equals(expected.toString(StandardCharsets.UTF_8))) {
            // Only then: a million descriptions take their time.
            assertThat(ours).as(what).isEqualTo(expected.toString(StandardCharsets.UTF_8));
        }
    }

    private static String written(String text, int maxBytes) {
        var out = new RowBuffer(1);
        JsonString.write(text, maxBytes, out);
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
