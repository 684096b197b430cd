package io.github.azuremonitor.appender.common.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What an Azure error body says; empty strings for what it does not say.
 *
 * @param code {@code error.code}
 * @param message {@code error.message}
 */
record ErrorBody(String code, String message) {
    private static final ErrorBody NONE = new ErrorBody("", "");
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads as far as the text is JSON: a truncated body still yields what comes before the cut. */
    static ErrorBody parse(byte[] body) {
        var found = new String[] {"", ""};
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NONE;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean error = parser.currentName().equals("error");
                if (parser.nextToken() == JsonToken.START_OBJECT && error) {
                    readError(parser, found);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            // A proxy's page or half an answer: keep what was found so far.
        }
        return new ErrorBody(found[0], found[1]);
    }

    private static void readError(JsonParser parser, String[] found) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && name.equals("code")) {
                found[0] = parser.getText();
            } else if (value == JsonToken.VALUE_STRING && name.equals("message")) {
                found[1] = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
    }
}
