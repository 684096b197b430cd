package io.github.azuremonitor.appender.common.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects whose text is JSON, of whatever library: read as maps and lists, so that nobody needs the library to ship them.
 * Any thread.
 */
final class JsonText {
    /** Trees of Jackson 2 and 3, JSON-P, Gson, org.json, kotlinx.serialization and Vert.x. */
    private static final Set<String> TREES = Set.of(
            "com.fasterxml.jackson.databind.JsonNode",
            "tools.jackson.databind.JsonNode",
            "jakarta.json.JsonValue",
            "javax.json.JsonValue",
            "com.google.gson.JsonElement",
            "org.json.JSONObject",
            "org.json.JSONArray",
            "kotlinx.serialization.json.JsonElement",
            "io.vertx.core.json.JsonObject",
            "io.vertx.core.json.JsonArray");

    /** A class of the JDK as the value, because one of ours would keep a web application's loader in a class of others. */
    private static final ClassValue<Boolean> IS_TREE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return Ancestors.of(type).stream().map(Class::getName).anyMatch(TREES::contains);
        }
    };

    /** More parts than a copy has room for. */
    private static final int MAX_PARTS = 4096;

    private static final int MAX_DEPTH = 16;

    /** Characters of a number that is read as one. */
    private static final int LONGEST_NUMBER = 64;

    private int parts;

    private JsonText() {}

    /** Whether the text of objects of that class is JSON. */
    static boolean isTree(Class<?> type) {
        return type.getClassLoader() != null && IS_TREE.get(type);
    }

    /** The text as map, list, text, number, truth or null; the text itself if it is no JSON. */
    static @Nullable Object read(String json) {
        if (json.isEmpty()) {
            return null;
        }
        try (JsonParser parser = Holder.JSON.createParser(json)) {
            parser.nextToken();
            return new JsonText().value(parser, 0);
        } catch (IOException | RuntimeException noJson) {
            return json;
        }
    }

    private @Nullable Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("it ends too soon");
        }
        parts++;
        return switch (token) {
            case START_OBJECT -> depth < MAX_DEPTH ? object(parser, depth) : tooDeep(parser);
            case START_ARRAY -> depth < MAX_DEPTH ? list(parser, depth) : tooDeep(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            default -> parser.getText();
        };
    }

    private Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT && parts < MAX_PARTS) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser, depth + 1));
        }
        return object;
    }

    private List<@Nullable Object> list(JsonParser parser, int depth) throws IOException {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY && parts < MAX_PARTS) {
            list.add(value(parser, depth + 1));
        }
        return list;
    }

    private static Object tooDeep(JsonParser parser) throws IOException {
        parser.skipChildren();
        return "[too deep]";
    }

    private static Object number(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        JsonParser.NumberType type = parser.getNumberType();
        return type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG
                ? (Object) parser.getLongValue()
                : new BigDecimal(text);
    }

    /** Loaded with the first tree. */
    private static final class Holder {
        private static final JsonFactory JSON = new JsonFactory();
    }
}
