package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a body, one after the other: neither the body nor its rows are ever whole in memory. */
final class RowCursor implements AutoCloseable {
    private static final ObjectReader PLAIN = new JsonMapper().reader();
    private static final ObjectReader REFUSING_DUPLICATES = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader();

    private final ObjectReader reader;
    private final boolean strict;
    private final InflatedBody body;
    private @Nullable JsonParser parser;
    private long skipped;

    RowCursor(InflatedBody body, boolean strict, boolean refuseDuplicateKeys) {
        this.reader = refuseDuplicateKeys ? REFUSING_DUPLICATES : PLAIN;
        this.strict = strict;
        this.body = body;
    }

    /**
     * The next object of the array, null after the last one; other elements are counted and skipped, or refused if
     * strict.
     *
     * @throws UnreadableBodyException when the fault is met, possibly after some rows
     */
    @Nullable ObjectNode next() throws UnreadableBodyException {
        return next(json -> (ObjectNode) reader.readTree(json));
    }

    /** Makes something of an object that has just begun. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }

    /** The same, read by the given function. */
    <T> @Nullable T next(Reading<T> reading) throws UnreadableBodyException {
        try {
            JsonParser json = parser == null ? begun() : parser;
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    return reading.read(json);
                }
                if (strict) {
                    throw notAnArray("an element is no object");
                }
                json.skipChildren();
                skipped++;
            }
            if (json.nextToken() != null) {
                throw notJson("something follows the array");
            }
            return null;
        } catch (JacksonException e) {
            throw notJson(e.getOriginalMessage());
        } catch (InflatedBody.Fault e) {
            throw new UnreadableBodyException(e.reason, String.valueOf(e.getMessage()), -1);
        } catch (IOException e) {
            // Reading bytes in memory cannot fail, but they may look like UTF-32 without being it.
            throw notJson(String.valueOf(e.getMessage()));
        }
    }

    private JsonParser begun() throws IOException, UnreadableBodyException {
        body.refuseIfItSaysSo();
        JsonParser json = reader.createParser(body);
        parser = json;
        JsonToken token = json.nextToken();
        if (token != JsonToken.START_ARRAY) {
            throw token == null ? notJson("it is empty") : notAnArray("it is no array");
        }
        return json;
    }

    /** How many elements were not objects. */
    long skipped() {
        return skipped;
    }

    /** How many bytes of JSON were read. */
    long rawBytes() {
        return body.bytes();
    }

    private UnreadableBodyException notJson(String why) {
        return spoiled(UnreadableBodyException.Reason.NOT_JSON, "The content is not valid JSON: " + why);
    }

    private UnreadableBodyException notAnArray(String why) {
        return spoiled(
                UnreadableBodyException.Reason.NOT_AN_ARRAY_OF_OBJECTS,
                "The content is not a JSON array of objects: " + why);
    }

    /** A fault in the gzip data is reported in preference to one in the JSON. */
    private UnreadableBodyException spoiled(UnreadableBodyException.Reason reason, String message) {
        try {
            body.drain();
            return new UnreadableBodyException(reason, message, body.bytes());
        } catch (InflatedBody.Fault e) {
            return new UnreadableBodyException(e.reason, String.valueOf(e.getMessage()), -1);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail", e);
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
