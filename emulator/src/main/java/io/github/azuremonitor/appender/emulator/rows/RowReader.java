package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads the rows of a body one after the other. Immutable. */
final class RowReader {
    private static final ObjectMapper PLAIN = new JsonMapper();
    private static final ObjectMapper REFUSING_DUPLICATES = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ObjectReader reader;
    private final boolean strict;

    RowReader(boolean strict, boolean refuseDuplicateKeys) {
        this.strict = strict;
        this.reader = (refuseDuplicateKeys ? REFUSING_DUPLICATES : PLAIN).reader();
    }

    /**
     * Hands every object of the array over; other elements are counted and skipped, or refused if strict.
     *
     * @throws UnreadableBodyException when the fault is met, possibly after some rows
     */
    void read(byte[] json, Tally tally, Consumer<ObjectNode> sink) throws UnreadableBodyException {
        try (JsonParser parser = reader.createParser(json)) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_ARRAY) {
                throw token == null ? notJson("it is empty", json) : notAnArray("it is no array", json);
            }
            for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    sink.accept((ObjectNode) reader.readTree(parser));
                } else if (strict) {
                    throw notAnArray("an element is no object", json);
                } else {
                    parser.skipChildren();
                    tally.droppedRows++;
                }
            }
            if (parser.nextToken() != null) {
                throw notJson("something follows the array", json);
            }
        } catch (JacksonException e) {
            throw notJson(e.getOriginalMessage(), json);
        } catch (IOException e) {
            // Bytes in memory cannot fail, but they can look like UTF-32 and not be.
            throw notJson(String.valueOf(e.getMessage()), json);
        }
    }

    private static UnreadableBodyException notJson(String why, byte[] json) {
        return new UnreadableBodyException(
                UnreadableBodyException.Reason.NOT_JSON, "The content is not valid JSON: " + why, json.length);
    }

    private static UnreadableBodyException notAnArray(String why, byte[] json) {
        return new UnreadableBodyException(
                UnreadableBodyException.Reason.NOT_AN_ARRAY_OF_OBJECTS,
                "The content is not a JSON array of objects: " + why,
                json.length);
    }
}
