package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code mv-expand}: several columns side by side. */
final class Expansions {
    private record Column(Eval of, int place, @Nullable KqlType type) {}

    private Expansions() {}

    static Relation bind(ExprBinder in, Step.MvExpand expand) {
        List<Field> fields = new ArrayList<>(in.rows().fields());
        List<Column> columns = new ArrayList<>();
        Names names = new Names(in.rows().fields());
        for (Step.Expansion expansion : expand.of()) {
            Typed typed = in.bind(expansion.of());
            if (typed.type() != KqlType.DYNAMIC) {
                throw KqlException.semantic(expansion.of().at(), "The expression must have the type dynamic");
            }
            String name = expansion.name() == null ? typed.name() : expansion.name();
            int place = name == null ? -1 : in.rows().indexOf(name);
            KqlType type = expansion.type() == null ? KqlType.DYNAMIC : expansion.type();
            if (place < 0) {
                place = fields.size();
                fields.add(new Field(name == null ? names.unnamed("Column") : names.said(name, expansion.at()), type));
            } else {
                fields.set(place, new Field(fields.get(place).name, type));
            }
            columns.add(new Column(typed.eval(), place, expansion.type()));
        }
        String index = expand.indexColumn();
        if (index != null) {
            fields.add(new Field(names.said(index, expand.at()), KqlType.LONG));
        }
        long most = expand.limit() == null ? Integer.MAX_VALUE : in.constantCount(expand.limit());
        int indexPlace = index == null ? -1 : fields.size() - 1;
        return new Relation(
                fields,
                () -> Rows.expanded(
                        in.rows().rows().open(),
                        row -> expanded(row, columns, expand.pairs(), fields.size(), indexPlace, most),
                        in.context().watch));
    }

    private static List<@Nullable Object[]> expanded(
            @Nullable Object[] row, List<Column> columns, boolean pairs, int width, int indexPlace, long most) {
        List<List<JsonNode>> elements = new ArrayList<>();
        int longest = 0;
        for (Column column : columns) {
            List<JsonNode> each = elements((JsonNode) column.of().of(row), pairs);
            elements.add(each);
            longest = Math.max(longest, each.size());
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(longest, most); i++) {
            @Nullable Object[] wider = Arrays.copyOf(row, width);
            for (int k = 0; k < columns.size(); k++) {
                Column column = columns.get(k);
                JsonNode element =
                        i < elements.get(k).size() ? Json.orNull(elements.get(k).get(i)) : null;
                wider[column.place()] = typed(element, column.type());
            }
            if (indexPlace >= 0) {
                wider[indexPlace] = (long) i;
            }
            rows.add(wider);
        }
        return rows;
    }

    /** A null gives one null, an empty array or bag nothing, a scalar itself. */
    private static List<JsonNode> elements(@Nullable JsonNode of, boolean pairs) {
        List<JsonNode> elements = new ArrayList<>();
        if (of instanceof ArrayNode array) {
            array.forEach(elements::add);
        } else if (of instanceof ObjectNode bag) {
            bag.properties().forEach(property -> {
                elements.add(
                        pairs
                                ? Json.NODES.arrayNode().add(property.getKey()).add(property.getValue())
                                : Json.NODES.objectNode().set(property.getKey(), property.getValue()));
            });
        } else {
            elements.add(Json.of(of));
        }
        return elements;
    }

    /** A cast, not a conversion: what is of another type is null. */
    private static @Nullable Object typed(@Nullable JsonNode element, @Nullable KqlType type) {
        if (type == null || type == KqlType.DYNAMIC) {
            return element;
        }
        Object plain = element == null ? null : Convert.plain(element);
        boolean fits = switch (type) {
            case STRING -> true;
            case BOOL -> plain instanceof Boolean;
            case INT, LONG, REAL -> plain instanceof Number;
            default -> plain instanceof String;
        };
        return Convert.to(type, fits ? plain : null);
    }
}
