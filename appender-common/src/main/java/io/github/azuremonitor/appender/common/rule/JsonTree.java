package io.github.azuremonitor.appender.common.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists and strings; numbers, booleans and nulls are strings too, because their values are not needed.
 */
final class JsonTree {
    /** Deeper than any template, but not deep enough to overflow the stack. */
    private static final int DEEPEST = 200;

    /** Templates may have comments. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private final JsonParser parser;
    private int depth;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    static Object of(byte[] json) throws UnusableRuleException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new UnusableRuleException(
                        "is empty; write the rule into it, as az monitor data-collection rule show" + " prints it");
            }
            return new JsonTree(parser).value();
        } catch (JsonProcessingException malformed) {
            var place = malformed.getLocation();
            throw new UnusableRuleException("is not JSON from line " + (place == null ? 1 : place.getLineNr())
                    + " on; write the rule as az monitor data-collection rule show prints it");
        } catch (IOException unreadable) {
            throw new UnusableRuleException("cannot be read (" + unreadable + "); see that this process may read it");
        }
    }

    private Object value() throws IOException, UnusableRuleException {
        if (depth > DEEPEST) {
            throw new UnusableRuleException(
                    "is nested too deep for a rule; write the rule as az monitor data-collection rule"
                            + " show prints it");
        }
        depth++;
        JsonToken token = parser.currentToken();
        Object value = token == JsonToken.START_OBJECT
                ? object()
                : token == JsonToken.START_ARRAY ? array() : String.valueOf(parser.getText());
        depth--;
        return value;
    }

    private Map<String, Object> object() throws IOException, UnusableRuleException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value());
        }
        return fields;
    }

    private List<Object> array() throws IOException, UnusableRuleException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return elements;
    }
}
