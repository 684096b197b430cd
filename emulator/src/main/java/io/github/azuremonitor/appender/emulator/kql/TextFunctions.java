package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of strings. What is no string is made one, as Azure does where it is allowed. */
final class TextFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("strcat", TextFunctions::strcat),
            Map.entry("strcat_delim", TextFunctions::strcatDelim),
            Map.entry("substring", TextFunctions::substring),
            Map.entry("split", TextFunctions::split),
            Map.entry("strlen", TextFunctions::strlen),
            Map.entry("tolower", call -> ofText(call, text -> text.toLowerCase(Locale.ROOT))),
            Map.entry("toupper", call -> ofText(call, text -> text.toUpperCase(Locale.ROOT))),
            Map.entry("indexof", TextFunctions::indexof),
            Map.entry("replace_string", TextFunctions::replaceString));

    private TextFunctions() {}

    private static Typed ofText(Arguments call, UnaryOperator<String> change) {
        Eval text = call.count(1, 1).get(0).eval();
        return call.gives(KqlType.STRING, row -> change.apply(Texts.of(text.of(row))));
    }

    private static Typed strcat(Arguments call) {
        call.count(1, 64);
        return joined(call, 0, "");
    }

    private static Typed strcatDelim(Arguments call) {
        call.count(3, 64);
        if (!call.get(0).constant()) {
            throw KqlException.unsupported(call.at(0), "A delimiter that is not constant");
        }
        return joined(call, 1, Texts.of(call.get(0).value()));
    }

    private static Typed joined(Arguments call, int from, String delimiter) {
        List<Eval> parts = new ArrayList<>();
        for (int i = from; i < call.size(); i++) {
            parts.add(call.get(i).eval());
        }
        return call.gives(KqlType.STRING, row -> {
            StringBuilder text = new StringBuilder();
            for (Eval part : parts) {
                text.append(part == parts.get(0) ? "" : delimiter).append(Texts.of(part.of(row)));
            }
            return text.toString();
        });
    }

    private static Typed strlen(Arguments call) {
        Eval text = call.count(1, 1).of(0, KqlType.STRING, KqlType.DYNAMIC);
        String of = call.nameOf(0);
        return call.gives(KqlType.LONG, row -> {
                    String value = Texts.of(text.of(row));
                    return (long) value.codePointCount(0, value.length());
                })
                .called("strlen_" + (of == null ? "" : of));
    }

    private static Typed substring(Arguments call) {
        Eval text = call.count(2, 3).get(0).eval();
        Eval start = call.integer(1);
        Eval length = call.has(2) ? call.integer(2) : row -> Integer.MAX_VALUE;
        return call.gives(KqlType.STRING, row -> {
            Object from = start.of(row);
            Object most = length.of(row);
            return from == null || most == null
                    ? ""
                    : substring(Texts.of(text.of(row)), ((Number) from).longValue(), ((Number) most).longValue());
        });
    }

    private static String substring(String text, long start, long length) {
        int size = text.codePointCount(0, text.length());
        long from = Math.min(size, start < 0 ? Math.max(0, size + start) : start);
        long to = Math.min(size, from + Math.max(0, length));
        return text.substring(text.offsetByCodePoints(0, (int) from), text.offsetByCodePoints(0, (int) to));
    }

    private static Typed split(Arguments call) {
        Eval text = call.count(2, 3).get(0).eval();
        Eval delimiter = call.text(1);
        Eval wanted = call.has(2) ? call.integer(2) : null;
        return call.givesAsFirst(KqlType.DYNAMIC, row -> {
            List<String> parts = parts(Texts.of(text.of(row)), Texts.of(delimiter.of(row)));
            var array = Json.NODES.arrayNode();
            if (wanted == null) {
                parts.forEach(array::add);
                return array;
            }
            Object index = wanted.of(row);
            if (index != null && ((Number) index).longValue() >= 0 && ((Number) index).longValue() < parts.size()) {
                array.add(parts.get(((Number) index).intValue()));
            }
            return array;
        });
    }

    private static List<String> parts(String text, String delimiter) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = delimiter.isEmpty() ? -1 : text.indexOf(delimiter);
        while (at >= 0) {
            parts.add(text.substring(from, at));
            from = at + delimiter.length();
            at = text.indexOf(delimiter, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static Typed indexof(Arguments call) {
        Eval text = call.count(2, 5).get(0).eval();
        Eval match = call.get(1).eval();
        Eval start = call.has(2) ? call.integer(2) : row -> 0;
        Eval length = call.has(3) ? call.integer(3) : row -> -1;
        Object occurrence = 1L;
        if (call.has(4)) {
            call.integer(4);
            occurrence = call.constant(4);
        }
        long nth = occurrence == null ? 1 : ((Number) occurrence).longValue();
        return call.gives(
                KqlType.LONG,
                row -> indexof(Texts.of(text.of(row)), Texts.of(match.of(row)), start.of(row), length.of(row), nth));
    }

    private static @Nullable Long indexof(
            String text, String match, @Nullable Object start, @Nullable Object length, long occurrence) {
        if (start == null || length == null || occurrence < 1 || ((Number) length).longValue() < -1) {
            return null;
        }
        long said = ((Number) start).longValue();
        long from = said < 0 ? Math.max(0, text.length() + said) : said;
        long most = ((Number) length).longValue();
        int at = (int) Math.min(from, text.length()) - 1;
        for (long i = 0; i < occurrence; i++) {
            long end =
                    most < 0 ? text.length() : at + 1 + most; // counted from each match on, as Microsoft's page shows
            at = text.indexOf(match, at + 1);
            if (at < 0 || at + match.length() > end) {
                return -1L;
            }
        }
        return (long) at;
    }

    private static Typed replaceString(Arguments call) {
        Eval text = call.count(3, 3).text(0);
        Eval lookup = call.text(1);
        Eval rewrite = call.text(2);
        return call.gives(KqlType.STRING, row -> {
            String wanted = Texts.of(lookup.of(row));
            String value = Texts.of(text.of(row));
            return wanted.isEmpty() ? value : value.replace(wanted, Texts.of(rewrite.of(row)));
        });
    }
}
