package io.github.azuremonitor.appender.emulator.kql;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions with regular expressions. */
final class PatternFunctions {
    static final Map<String, Function> ALL = Map.of(
            "extract", PatternFunctions::extract,
            "replace_regex", PatternFunctions::replaceRegex,
            "trim", call -> trim(call, true, true),
            "trim_start", call -> trim(call, true, false),
            "trim_end", call -> trim(call, false, true));

    private PatternFunctions() {}

    private static Typed extract(Arguments call) {
        call.count(3, 4);
        Pattern pattern = Regexes.compile(call.at(0), call.constantText(0));
        call.of(1, KqlType.LONG);
        Object group = call.constant(1);
        int wanted = group == null ? -1 : (int) Math.min(1_000, ((Number) group).longValue());
        int groups = pattern.matcher("").groupCount();
        if (wanted < 0 || wanted > groups) {
            throw KqlException.semantic(
                    call.at(1), "The regular expression has the groups 0 to " + groups + ", not " + group);
        }
        Eval text = call.text(2);
        KqlType type = call.has(3) ? call.type(3) : KqlType.STRING;
        return call.gives(type, row -> {
            Matcher matcher = Regexes.matcher(pattern, Texts.of(text.of(row)));
            String found = matcher.find() ? matcher.group(wanted) : null;
            return Convert.to(type, found);
        });
    }

    private static Typed replaceRegex(Arguments call) {
        Eval text = call.count(3, 3).text(0);
        Pattern pattern = Regexes.compile(call.at(1), call.constantText(1));
        String rewrite = javaRewrite(call, pattern);
        return call.gives(KqlType.STRING, row -> Regexes.replaceAll(pattern, Texts.of(text.of(row)), rewrite));
    }

    /** Kusto writes {@code \1} where Java writes {@code $1}. */
    private static String javaRewrite(Arguments call, Pattern pattern) {
        String rewrite = call.constantText(2);
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < rewrite.length(); i++) {
            char c = rewrite.charAt(i);
            boolean escape = c == '\\' && i + 1 < rewrite.length();
            if (escape && Character.isDigit(rewrite.charAt(i + 1))) {
                int group = rewrite.charAt(++i) - '0';
                if (group > pattern.matcher("").groupCount()) {
                    throw KqlException.semantic(call.at(2), "The regular expression has no group " + group);
                }
                java.append('$').append(group);
                if (i + 1 < rewrite.length() && Character.isDigit(rewrite.charAt(i + 1))) {
                    java.append('\\'); // the next digit does not belong to the group's number
                }
            } else if (escape && rewrite.charAt(i + 1) == '\\') {
                i++;
                java.append("\\\\");
            } else {
                java.append(Matcher.quoteReplacement(String.valueOf(c)));
            }
        }
        return java.toString();
    }

    private static Typed trim(Arguments call, boolean start, boolean end) {
        call.count(2, 2);
        String regex = call.constantText(0);
        Regexes.compile(call.at(0), regex);
        Pattern first = Regexes.compile(call.at(0), "\\A(?:" + regex + ")");
        Pattern last = Regexes.compile(call.at(0), "(?:" + regex + ")\\z");
        Eval text = call.text(1);
        return call.gives(KqlType.STRING, row -> {
            String value = Texts.of(text.of(row));
            String left = start ? Regexes.matcher(first, value).replaceFirst("") : value;
            return end ? Regexes.matcher(last, left).replaceFirst("") : left;
        });
    }
}
