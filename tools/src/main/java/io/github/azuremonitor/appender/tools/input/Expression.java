package io.github.azuremonitor.appender.tools.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition of Logback: what {@code ExpressionPropertyCondition} supports, and, of the Java that Janino compiles in
 * the attribute {@code condition}, expressions about properties. Nothing else is executed.
 */
final class Expression {
    private static final String PUNCTUATION = "()!,.&|=";

    private final List<String> tokens = new ArrayList<>();
    private final Function<String, @Nullable String> properties;
    private final Function<String, @Nullable String> variables;
    private int at;

    /** The condition uses more than is supported here. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String part) {
            super(part, null, false, false);
        }
    }

    private Expression(
            String text, Function<String, @Nullable String> properties, Function<String, @Nullable String> variables)
            throws Unreadable {
        this.properties = properties;
        this.variables = variables;
        split(text);
    }

    /**
     * Whether the condition holds.
     *
     * @param properties by name, from the file or the system
     * @param variables by name
     */
    static boolean holds(
            String text, Function<String, @Nullable String> properties, Function<String, @Nullable String> variables)
            throws Unreadable {
        var expression = new Expression(text, properties, variables);
        boolean holds = truth(expression.or());
        if (expression.at < expression.tokens.size()) {
            throw new Unreadable(expression.peek());
        }
        return holds;
    }

    private void split(String text) throws Unreadable {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int from = i;
            if (c == '"' || c == '\'') {
                do {
                    i += i + 1 < text.length() && text.charAt(i) == '\\' ? 2 : 1;
                } while (i < text.length() && text.charAt(i) != c);
                if (i >= text.length()) {
                    throw new Unreadable(text.substring(from));
                }
                i++;
                tokens.add('"' + text.substring(from + 1, i - 1).replaceAll("\\\\(.)", "$1"));
            } else if (Character.isJavaIdentifierPart(c)) {
                while (i < text.length() && Character.isJavaIdentifierPart(text.charAt(i))) {
                    i++;
                }
                tokens.add(text.substring(from, i));
            } else if (PUNCTUATION.indexOf(c) >= 0) {
                boolean isPair = i + 1 < text.length()
                        && (text.startsWith("!=", i) || ("&|=".indexOf(c) >= 0 && text.charAt(i + 1) == c));
                i += isPair ? 2 : 1;
                tokens.add(text.substring(from, i));
            } else if (Character.isWhitespace(c) || c == ';') {
                i++;
            } else {
                throw new Unreadable(text.substring(i));
            }
        }
        // Janino accepts a statement, too.
        tokens.remove("return");
    }

    private Object or() throws Unreadable {
        Object value = and();
        while (take("||")) {
            boolean right = truth(and());
            value = truth(value) || right;
        }
        return value;
    }

    private Object and() throws Unreadable {
        Object value = equality();
        while (take("&&")) {
            boolean right = truth(equality());
            value = truth(value) && right;
        }
        return value;
    }

    private Object equality() throws Unreadable {
        Object value = unary();
        if (take("==")) {
            return value.equals(unary());
        }
        return take("!=") ? !value.equals(unary()) : value;
    }

    private Object unary() throws Unreadable {
        if (take("!")) {
            return !truth(unary());
        }
        Object value;
        if (take("(")) {
            value = or();
            expect(")");
        } else {
            value = operand();
        }
        while (take(".")) {
            value = method(text(value), next(), arguments());
        }
        return value;
    }

    private Object operand() throws Unreadable {
        String token = next();
        if (token.startsWith("\"")) {
            return token.substring(1);
        }
        if (token.equals("true") || token.equals("false")) {
            return Boolean.valueOf(token);
        }
        if (token.equals("null")) {
            return Nothing.NULL;
        }
        if (token.equals("System") && take(".")) {
            String function = next();
            List<String> arguments = arguments();
            return switch (function + '/' + arguments.size()) {
                case "getProperty/1" -> orNull(properties.apply(arguments.get(0)));
                case "getProperty/2" ->
                    Objects.requireNonNullElse(properties.apply(arguments.get(0)), arguments.get(1));
                case "getenv/1" -> orNull(variables.apply(arguments.get(0)));
                default -> throw new Unreadable("System." + function);
            };
        }
        List<String> arguments = arguments();
        String named = arguments.isEmpty() ? null : properties.apply(arguments.get(0));
        String there = named == null && !arguments.isEmpty() ? variables.apply(arguments.get(0)) : named;
        return switch (token + '/' + arguments.size()) {
            case "isDefined/1" -> there != null;
            case "isNull/1" -> there == null;
            case "property/1", "p/1" -> there == null ? "" : there;
            case "propertyEquals/2" -> arguments.get(1).equals(there);
            case "propertyContains/2" -> there != null && there.contains(arguments.get(1));
            default -> throw new Unreadable(token);
        };
    }

    private static Object method(String text, String name, List<String> arguments) throws Unreadable {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        return switch (name + '/' + arguments.size()) {
            case "equals/1" -> text.equals(first);
            case "equalsIgnoreCase/1" -> text.equalsIgnoreCase(first);
            case "contains/1" -> text.contains(first);
            case "startsWith/1" -> text.startsWith(first);
            case "endsWith/1" -> text.endsWith(first);
            case "isEmpty/0" -> text.isEmpty();
            case "isBlank/0" -> text.isBlank();
            case "trim/0", "strip/0" -> text.strip();
            case "toLowerCase/0" -> text.toLowerCase(Locale.ROOT);
            case "toUpperCase/0" -> text.toUpperCase(Locale.ROOT);
            default -> throw new Unreadable(name);
        };
    }

    private List<String> arguments() throws Unreadable {
        expect("(");
        var arguments = new ArrayList<String>();
        while (!take(")")) {
            arguments.add(text(or()));
            take(",");
        }
        return arguments;
    }

    private static boolean truth(Object value) throws Unreadable {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new Unreadable(String.valueOf(value));
    }

    private static String text(Object value) throws Unreadable {
        if (value instanceof String text) {
            return text;
        }
        throw new Unreadable(String.valueOf(value));
    }

    private static Object orNull(@Nullable String value) {
        return value == null ? Nothing.NULL : value;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String wanted) {
        boolean found = peek().equals(wanted);
        at += found ? 1 : 0;
        return found;
    }

    private String next() throws Unreadable {
        if (at >= tokens.size()) {
            throw new Unreadable("the end");
        }
        return tokens.get(at++);
    }

    private void expect(String wanted) throws Unreadable {
        if (!take(wanted)) {
            throw new Unreadable(peek());
        }
    }

    /** Java's null as a value. */
    private enum Nothing {
        NULL
    }
}
