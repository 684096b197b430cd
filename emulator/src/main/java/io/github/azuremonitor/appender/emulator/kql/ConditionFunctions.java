package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions that choose between values, and those that test for nulls. */
final class ConditionFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("iff", ConditionFunctions::iff),
            Map.entry("iif", ConditionFunctions::iff),
            Map.entry("case", ConditionFunctions::cases),
            Map.entry("coalesce", ConditionFunctions::coalesce),
            Map.entry("not", ConditionFunctions::not),
            Map.entry("isempty", call -> asks(call, value -> isEmpty(value))),
            Map.entry("isnotempty", call -> asks(call, value -> !isEmpty(value))),
            Map.entry("isnull", call -> asks(call, value -> value == null)),
            Map.entry("isnotnull", call -> asks(call, value -> value != null)),
            Map.entry("notnull", call -> asks(call, value -> value != null)));

    private interface Question {
        boolean of(@Nullable Object value);
    }

    private ConditionFunctions() {}

    private static Typed asks(Arguments call, Question question) {
        Eval of = call.count(1, 1).get(0).eval();
        return call.gives(KqlType.BOOL, row -> question.of(of.of(row)));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value.equals("")
                || (value instanceof JsonNode node
                        && node.isTextual()
                        && node.textValue().isEmpty());
    }

    private static Typed not(Arguments call) {
        Eval of = call.count(1, 1).of(0, KqlType.BOOL);
        return call.gives(KqlType.BOOL, row -> of.of(row) instanceof Boolean bool ? (Boolean) !bool : null);
    }

    private static Typed iff(Arguments call) {
        call.count(3, 3);
        return cases(call);
    }

    private static Typed cases(Arguments call) {
        if (call.size() < 3 || call.size() % 2 == 0) {
            throw KqlException.semantic(
                    call.at,
                    "The function 'case' expects pairs of a condition and a value, and a value for all others");
        }
        List<Eval> conditions = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i + 1 < call.size(); i += 2) {
            conditions.add(call.of(i, KqlType.BOOL));
            values.add(i + 1);
        }
        values.add(call.size() - 1);
        KqlType type = common(call, values);
        List<Eval> results = values.stream().map(i -> as(type, call.get(i))).toList();
        return call.gives(type, row -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (Boolean.TRUE.equals(conditions.get(i).of(row))) {
                    return results.get(i).of(row);
                }
            }
            return results.get(results.size() - 1).of(row);
        });
    }

    private static Typed coalesce(Arguments call) {
        call.count(2, 64);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            all.add(i);
        }
        KqlType type = common(call, all);
        List<Eval> values = all.stream().map(i -> as(type, call.get(i))).toList();
        return call.gives(type, row -> {
            for (Eval value : values) {
                Object found = value.of(row);
                if (type == KqlType.STRING ? !"".equals(found) : found != null) {
                    return found;
                }
            }
            return Convert.to(type, null);
        });
    }

    /** The type that all of them have, or the widest numeric one. */
    private static KqlType common(Arguments call, List<Integer> which) {
        KqlType common = call.get(which.get(0)).type();
        for (int i : which) {
            KqlType type = call.get(i).type();
            if (type != common && !(type.isNumber() && common.isNumber())) {
                throw KqlException.semantic(
                        call.at(i),
                        "The function '" + call.function + "' expects values of one type, not " + common.keyword()
                                + " and " + type.keyword() + "; convert them");
            }
            common = type.compareTo(common) > 0 ? type : common;
        }
        return common;
    }

    private static Eval as(KqlType type, Typed value) {
        Eval eval = value.eval();
        return value.type() == type ? eval : row -> Convert.to(type, eval.of(row));
    }
}
