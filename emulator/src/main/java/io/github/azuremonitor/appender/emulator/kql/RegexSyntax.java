package io.github.azuremonitor.appender.emulator.kql;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates a regular expression from Kusto's syntax (Kusto docs, "Regex syntax") to Java's: what means the same in both stays,
 * what Java writes differently is rewritten, the rest is refused. Used once.
 */
final class RegexSyntax {
    private static final String SAME_ESCAPES = "dDwWsSbBAzntrfa";
    private static final Map<String, String> ASCII_CLASSES = Map.ofEntries(
            Map.entry("alnum", "0-9A-Za-z"),
            Map.entry("alpha", "A-Za-z"),
            Map.entry("ascii", "\\x00-\\x7F"),
            Map.entry("blank", "\\t "),
            Map.entry("cntrl", "\\x00-\\x1F\\x7F"),
            Map.entry("digit", "0-9"),
            Map.entry("graph", "!-~"),
            Map.entry("lower", "a-z"),
            Map.entry("print", " -~"),
            Map.entry("punct", "!-/:-@\\[-`{-~"),
            Map.entry("space", "\\t\\n\\x0B\\f\\r "),
            Map.entry("upper", "A-Z"),
            Map.entry("word", "0-9A-Za-z_"),
            Map.entry("xdigit", "0-9A-Fa-f"));

    private static final Pattern COUNTS = Pattern.compile("\\{\\d+(,\\d*)?\\}");

    private final int place;
    private final String regex;
    private final boolean ungreedy;
    private final boolean part;
    private final StringBuilder java = new StringBuilder();
    private int at;
    private int depth;
    private boolean lines;

    private RegexSyntax(int place, String flags, boolean part, String regex) {
        this.place = place;
        this.regex = regex;
        this.part = part;
        this.ungreedy = flags.indexOf('U') >= 0;
        this.lines = flags.indexOf('m') >= 0;
    }

    /** @param place where the expression stands in the query, for what is refused */
    static String java(int place, String regex) {
        return new RegexSyntax(place, "", false, regex).java();
    }

    /**
     * Of a part of an expression; others come before and after it.
     *
     * @param flags that are in force at its start, of {@code imsU}
     */
    static String part(int place, String flags, String regex) {
        return new RegexSyntax(place, flags, true, regex).java();
    }

    private String java() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> bracket();
                case '(' -> group();
                case ')' -> close();
                case '|' -> alternative();
                case '*', '+', '?' -> quantifier(1);
                case '{' -> counts();
                case '^' -> put(lines ? "(?:^|(?<=\\n))" : "^", 1); // Java's does not match at the very end
                case '$' -> put(lines ? "$" : "\\z", 1); // Java's would also match before a final line break
                default -> put(String.valueOf(c), 1);
            }
        }
        return java.toString();
    }

    private void close() {
        depth--;
        put(")", 1);
    }

    /** Nobody says how far it would reach in a whole that is made of parts. */
    private void alternative() {
        if (part && depth == 0) {
            throw refused("a | outside parentheses");
        }
        put("|", 1);
    }

    /** The flag U makes what is greedy ungreedy, and the other way round; Java has none. */
    private void quantifier(int length) {
        boolean marked = regex.startsWith("?", at + length);
        String quantifier = regex.substring(at, at + length);
        put(quantifier + (marked == ungreedy ? "" : "?"), length + (marked ? 1 : 0));
        if (follows("+")) {
            throw refused("a possessive quantifier");
        }
    }

    private void counts() {
        Matcher counts = COUNTS.matcher(regex).region(at, regex.length());
        if (counts.lookingAt()) {
            quantifier(counts.end() - at);
        } else {
            put("{", 1);
        }
    }

    private void put(String text, int taken) {
        java.append(text);
        at += taken;
    }

    private boolean follows(String text) {
        return regex.startsWith(text, at);
    }

    private void escape() {
        if (at + 1 == regex.length()) {
            throw KqlException.semantic(place, "The regular expression ends with a backslash");
        }
        char c = regex.charAt(at + 1);
        if (c == 'b' && regex.startsWith("{", at + 2)) {
            throw refused("the escape \\b{…}");
        }
        if (SAME_ESCAPES.indexOf(c) >= 0) {
            put("\\" + c, 2);
        } else if (c == 'v') {
            put("\\x0B", 2);
        } else if (c == 'x' || c == 'u' || c == 'U') {
            boolean braces = regex.startsWith("{", at + 2);
            String code = braces ? "\\x" : c == 'U' ? "\\x{" + digits(8) + "}" : "\\" + c;
            put(code, c == 'U' && !braces ? 10 : 2);
        } else if (c == 'p' || c == 'P') {
            property(c);
        } else if (c >= '1' && c <= '9') {
            throw refused("a back reference");
        } else if (Character.isLetterOrDigit(c) || c == '<' || c == '>') {
            throw refused("the escape \\" + c);
        } else {
            put("\\" + c, 2);
        }
    }

    private String digits(int count) {
        if (at + 2 + count > regex.length()) {
            throw KqlException.semantic(place, "The regular expression has an escape \\U with fewer than 8 digits");
        }
        return regex.substring(at + 2, at + 2 + count);
    }

    /** Categories are called the same; names of scripts and properties have a prefix in Java. */
    private void property(char p) {
        int close = follows("\\" + p + "{") ? regex.indexOf('}', at) : -1;
        if (close < 0) {
            put("\\" + p, 2);
            return;
        }
        String name = regex.substring(at + 3, close);
        boolean category = name.length() <= 2;
        put("\\" + p + "{" + (category ? "" : "Is") + name + "}", close + 1 - at);
    }

    private void bracket() {
        put("[", 1);
        if (follows("^")) {
            put("^", 1);
        }
        if (follows("]")) {
            put("\\]", 1);
        }
        while (at < regex.length() && !follows("]")) {
            if (follows("[:")) {
                asciiClass();
            } else if (follows("[")) {
                throw refused("a class of characters within another");
            } else if (follows("&&") || follows("--") || follows("~~")) {
                throw refused("the operator " + regex.substring(at, at + 2) + " in a class of characters");
            } else if (follows("\\")) {
                escape();
            } else {
                put(String.valueOf(regex.charAt(at)), 1);
            }
        }
        if (at < regex.length()) {
            put("]", 1);
        }
    }

    private void asciiClass() {
        int end = regex.indexOf(":]", at);
        String name = end < 0 ? "" : regex.substring(at + 2, end);
        String ranges = ASCII_CLASSES.get(name);
        if (ranges == null) {
            throw refused("the class of characters [:" + name + ":]");
        }
        put(ranges, end + 2 - at);
    }

    private void group() {
        if (!follows("(?") || follows("(?:")) {
            depth++;
            put(follows("(?:") ? "(?:" : "(", follows("(?:") ? 3 : 1);
            return;
        }
        boolean named = follows("(?P<") || (follows("(?<") && !follows("(?<=") && !follows("(?<!"));
        if (named) {
            int end = regex.indexOf('>', at);
            depth++;
            put("(", end < 0 ? regex.length() - at : end + 1 - at); // groups are referred to by number only
            return;
        }
        if (follows("(?=") || follows("(?!") || follows("(?<") || follows("(?>")) {
            throw refused("a look-around");
        }
        int end = at + 2;
        while (end < regex.length() && "imsx-".indexOf(regex.charAt(end)) >= 0) {
            end++;
        }
        if (end == regex.length() || (regex.charAt(end) != ')' && regex.charAt(end) != ':')) {
            throw refused("a flag other than i, m, s and x");
        }
        String flags = regex.substring(at + 2, end);
        if (flags.indexOf('m') >= 0) {
            if (at > 0 || regex.charAt(end) == ':' || flags.indexOf('-') >= 0) {
                throw refused("the flag m elsewhere than at the start");
            }
            lines = true;
        }
        depth += regex.charAt(end) == ':' ? 1 : 0;
        put(regex.substring(at, end + 1), end + 1 - at);
    }

    private KqlException refused(String what) {
        return KqlException.semantic(
                place, "The regular expression has " + what + ", which is not supported by the emulator");
    }
}
