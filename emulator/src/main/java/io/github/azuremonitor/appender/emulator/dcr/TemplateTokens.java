package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an expression of an ARM template, and the place up to which it was read. Used by one thread. */
final class TemplateTokens {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*)'");

    private final String text;
    private int at;

    TemplateTokens(String text) {
        this.text = text;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    boolean accept(char symbol) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == symbol) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char symbol) {
        if (!accept(symbol)) {
            throw new TemplateExpressions.Unknown("'" + symbol + "' is expected at character " + (at + 2));
        }
    }

    void end() {
        skipBlanks();
        if (at < text.length()) {
            throw new TemplateExpressions.Unknown("the end is expected at character " + (at + 2));
        }
    }

    boolean atLiteral() {
        skipBlanks();
        return at < text.length() && "'-0123456789".indexOf(text.charAt(at)) >= 0;
    }

    JsonNode literal() {
        return text.charAt(at) == '\''
                ? JsonNodeFactory.instance.textNode(taken(STRING, 1).replace("''", "'"))
                : JsonNodeFactory.instance.numberNode(Integer.parseInt(taken(NUMBER, 0)));
    }

    String name() {
        skipBlanks();
        return taken(NAME, 0);
    }

    private String taken(Pattern pattern, int group) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new TemplateExpressions.Unknown("a name or a value is expected at character " + (at + 2));
        }
        at = matcher.end();
        return matcher.group(group);
    }
}
