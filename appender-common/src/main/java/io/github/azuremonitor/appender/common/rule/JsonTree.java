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

/** JSON as maps, lists and texts; numbers, truths and nulls are texts too, because nobody asks for their values. */
final class JsonTree {
    /** More than any template, and less than a stack. */
    private static final int DEEPEST = 200;

    /** Templates may have comments. */
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private final JsonParser parser;
    private int depth;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    static Object of(byte[] json) throws UnusableRule {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new UnusableRule(
                        "is empty; write the rule into it, as az monitor data-collection rule show" + " prints it");
            }
            return new JsonTree(parser).value();
        } catch (JsonProcessingException malformed) {
            var place = malformed.getLocation();
            throw new UnusableRule("is not JSON from line " + (place == null ? 1 : place.getLineNr())
                    + " on; write the rule as az monitor data-collection rule show prints it");
        } catch (IOException unreadable) {
            throw new UnusableRule("cannot be read (" + unreadable + "); see that this process may read it");
        }
    }

    private Object value() throws IOException, UnusableRule {
        if (depth > DEEPEST) {
            throw new UnusableRule("is nested too deep for a rule; write the rule as az monitor data-collection rule"
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

    private Map<String, Object> object() throws IOException, UnusableRule {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value());
        }
        return fields;
    }

    private List<Object> array() throws IOException, UnusableRule {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return elements;
    }
}
