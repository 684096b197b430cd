package io.github.azuremonitor.appender.emulator.kql;

import java.util.Map;

/** {@code tolong()} and its kin. */
final class ConversionFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("tostring", call -> to(call, KqlType.STRING)),
            Map.entry("toint", call -> to(call, KqlType.INT)),
            Map.entry("tolong", call -> to(call, KqlType.LONG)),
            Map.entry("toreal", call -> to(call, KqlType.REAL)),
            Map.entry("todouble", call -> to(call, KqlType.REAL)),
            Map.entry("tobool", call -> to(call, KqlType.BOOL)),
            Map.entry("toboolean", call -> to(call, KqlType.BOOL)),
            Map.entry("todatetime", call -> to(call, KqlType.DATETIME)),
            Map.entry("totimespan", call -> to(call, KqlType.TIMESPAN)),
            Map.entry("todynamic", ConversionFunctions::json),
            Map.entry("parse_json", ConversionFunctions::json),
            Map.entry("gettype", ConversionFunctions::getType));

    private ConversionFunctions() {}

    private static Typed to(Arguments call, KqlType type) {
        Typed of = call.count(1, 1).get(0);
        boolean number = of.type().isNumber() || of.type() == KqlType.BOOL;
        boolean time = of.type() == KqlType.DATETIME || of.type() == KqlType.TIMESPAN;
        boolean toTime = type == KqlType.DATETIME || type == KqlType.TIMESPAN;
        boolean strange =
                (number && toTime) || (time && type != of.type() && type != KqlType.STRING && type != KqlType.LONG);
        if (strange) {
            throw KqlException.unsupported(
                    call.at,
                    "The function " + call.function + "() of a " + of.type().keyword());
        }
        Eval eval = of.eval();
        return call.givesAsFirst(type, row -> Convert.to(type, eval.of(row)));
    }

    private static Typed json(Arguments call) {
        Eval text = call.count(1, 1).of(0, KqlType.STRING, KqlType.DYNAMIC);
        if (call.function.equals("todynamic")) {
            call.text(0);
        }
        return call.givesAsFirst(KqlType.DYNAMIC, row -> {
            Object value = text.of(row);
            return value instanceof String string ? Json.parsed(string) : value;
        });
    }

    private static Typed getType(Arguments call) {
        Typed of = call.count(1, 1).get(0);
        if (of.type() == KqlType.DYNAMIC) {
            throw KqlException.unsupported(call.at, "The function gettype() of a dynamic");
        }
        String name = call.nameOf(0);
        return call.gives(KqlType.STRING, row -> of.type().keyword()).called("type_" + (name == null ? "" : name));
    }
}
