package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** Values of type {@code dynamic}. */
final class Json {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** JSON's null becomes Java's. */
    static @Nullable JsonNode orNull(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode() ? null : node;
    }

    /** A text as {@code parse_json} reads it: what is not JSON is a string. */
    static @Nullable JsonNode parsed(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return orNull(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return NODES.textNode(text);
        }
    }

    /** A value of another type within JSON. */
    static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            return number.isNaN() || number.isInfinite() ? NODES.textNode(Texts.of(number)) : NODES.numberNode(number);
        }
        return NODES.textNode(Texts.of(value));
    }
}
