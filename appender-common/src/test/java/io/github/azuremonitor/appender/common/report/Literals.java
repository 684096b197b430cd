package io.github.azuremonitor.appender.common.report;

import java.util.ArrayList;
import java.util.List;

/** The texts between quotation marks in a Java source; those joined by a plus alone are one. Comments are left out. */
final class Literals {
    private final String source;
    private final List<String> found = new ArrayList<>();
    private int at;

    /** Code since the last text, without blanks: {@code +} if that text goes on. */
    private final StringBuilder between = new StringBuilder("start");

    private Literals(String source) {
        this.source = source;
    }

    static List<String> of(String source) {
        var literals = new Literals(source);
        literals.read();
        return literals.found;
    }

    private void read() {
        while (at < source.length()) {
            if (source.startsWith("//", at)) {
                skipPast("\n");
            } else if (source.startsWith("/*", at)) {
                skipPast("*/");
            } else if (source.charAt(at) == '\'') {
                between.append(quoted('\''));
            } else if (source.charAt(at) == '"') {
                text(quoted('"'));
            } else {
                if (!Character.isWhitespace(source.charAt(at))) {
                    between.append(source.charAt(at));
                }
                at++;
            }
        }
    }

    private void skipPast(String end) {
        int found = source.indexOf(end, at + 2);
        at = found < 0 ? source.length() : found + end.length();
    }

    private String quoted(char mark) {
        var text = new StringBuilder();
        for (at++; source.charAt(at) != mark; at++) {
            if (source.charAt(at) == '\\') {
                at++;
            }
            text.append(source.charAt(at));
        }
        at++;
        return text.toString();
    }

    private void text(String text) {
        if (between.toString().equals("+")) {
            found.set(found.size() - 1, found.get(found.size() - 1) + text);
        } else {
            found.add(text);
        }
        between.setLength(0);
    }
}
