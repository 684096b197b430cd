package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions of {@code dynamic}. */
final class DynamicFunctions {
    static final Map<String, Function> ALL = Map.of(
            "array_length", DynamicFunctions::arrayLength,
            "bag_keys", DynamicFunctions::bagKeys,
            "bag_pack", DynamicFunctions::bagPack,
            "pack", DynamicFunctions::bagPack,
            "pack_array", DynamicFunctions::packArray);

    private DynamicFunctions() {}

    private static Typed arrayLength(Arguments call) {
        Eval of = call.count(1, 1).of(0, KqlType.DYNAMIC);
        requireLiteral(call, ArrayNode.class, "array");
        return call.gives(
                KqlType.LONG, row -> of.of(row) instanceof ArrayNode array ? (Long) (long) array.size() : null);
    }

    /** A literal's kind is known before any row is read. */
    private static void requireLiteral(Arguments call, Class<? extends JsonNode> wanted, String name) {
        if (call.written(0) instanceof Expr.Literal literal
                && literal.value() != null
                && !wanted.isInstance(literal.value())) {
            throw KqlException.semantic(call.at(0), "The expression must be a dynamic " + name);
        }
    }

    private static Typed bagKeys(Arguments call) {
        Eval of = call.count(1, 1).of(0, KqlType.DYNAMIC);
        requireLiteral(call, ObjectNode.class, "bag");
        return call.gives(KqlType.DYNAMIC, row -> {
            if (!(of.of(row) instanceof ObjectNode bag)) {
                return null;
            }
            ArrayNode keys = Json.NODES.arrayNode();
            bag.fieldNames().forEachRemaining(keys::add);
            return keys;
        });
    }

    private static Typed bagPack(Arguments call) {
        if (call.size() == 0 || call.size() % 2 != 0) {
            throw KqlException.semantic(
                    call.at, "The function '" + call.function + "' expects pairs of a key and a value");
        }
        List<Eval> keys = new ArrayList<>();
        List<Eval> values = new ArrayList<>();
        for (int i = 0; i < call.size(); i += 2) {
            keys.add(call.text(i));
            values.add(call.get(i + 1).eval());
        }
        return call.gives(KqlType.DYNAMIC, row -> {
            ObjectNode bag = Json.NODES.objectNode();
            for (int i = 0; i < keys.size(); i++) {
                bag.set(Texts.of(keys.get(i).of(row)), Json.of(values.get(i).of(row)));
            }
            return bag;
        });
    }

    private static Typed packArray(Arguments call) {
        call.count(1, 64);
        List<Eval> values = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            if (call.written(i) instanceof Expr.Star) {
                throw KqlException.unsupported(call.at(i), "The function pack_array() of all columns");
            }
            values.add(call.get(i).eval());
        }
        return call.gives(KqlType.DYNAMIC, row -> {
            ArrayNode array = Json.NODES.arrayNode();
            for (Eval value : values) {
                JsonNode node = Json.of(value.of(row));
                array.add(node);
            }
            return array;
        });
    }
}
