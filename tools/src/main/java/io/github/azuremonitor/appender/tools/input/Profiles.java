package io.github.azuremonitor.appender.tools.input;

import java.util.Arrays;
import java.util.List;

/** Spring's active profiles, and the expressions over them: {@code prod & !(eu | us)}. Pure. */
final class Profiles {
    private final List<String> active;

    /** @param active none for the profile {@code default} */
    Profiles(List<String> active) {
        this.active = active.isEmpty() ? List.of("default") : List.copyOf(active);
    }

    /** Whether one of the expressions, separated by commas, holds. */
    boolean match(String expressions) {
        return Arrays.stream(expressions.split(","))
                .map(String::strip)
                .filter(expression -> !expression.isEmpty())
                .anyMatch(expression -> new Parser(expression).read());
    }

    @Override
    public String toString() {
        return String.join(", ", active);
    }

    private final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        boolean read() {
            boolean value = and();
            while (skip('|')) {
                value |= and();
            }
            return value;
        }

        private boolean and() {
            boolean value = not();
            while (skip('&')) {
                value &= not();
            }
            return value;
        }

        private boolean not() {
            if (skip('!')) {
                return !not();
            }
            if (skip('(')) {
                boolean value = read();
                skip(')');
                return value;
            }
            int from = at;
            while (at < text.length() && "!()&|".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return active.contains(text.substring(from, at).strip());
        }

        private boolean skip(char wanted) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            boolean found = at < text.length() && text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }
    }
}
