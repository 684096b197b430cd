package io.github.azuremonitor.appender.emulator.kql;

import io.github.azuremonitor.appender.emulator.kql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Text to tokens. */
final class Lexer {
    private static final String[] SYMBOLS = {
        "==", "=~", "!=", "!~", "<=", ">=", "<>", "..", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{",
        "}", ",", ";", ":", ".", "|", "!", "~"
    };
    /** Words that begin a literal if a parenthesis follows. */
    private static final Set<String> LITERALS = Set.of(
            "datetime", "date", "timespan", "time", "long", "int", "real", "double", "bool", "boolean", "dynamic");

    private static final Set<String> REFUSED_LITERALS = Set.of("guid", "decimal");

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        skipBlanks();
        int start = at;
        if (at == text.length()) {
            return new Token(Kind.END, at, at, "", null, null);
        }
        char c = text.charAt(at);
        if (c >= '0' && c <= '9') {
            return NumberLexer.number(text, at, this::moveTo);
        }
        if (isNamePart(c) || c == '$') {
            return word(start);
        }
        if (c == '"' || c == '\'' || c == '@' || text.startsWith("```", at)) {
            return string(start, start);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return new Token(Kind.SYMBOL, start, at, symbol, null, null);
            }
        }
        throw KqlException.syntax(at, "The character '" + c + "' is not expected here");
    }

    private void moveTo(int end) {
        at = end;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    private Token word(int start) {
        at++;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        if ((word.equals("h") || word.equals("H")) && at < text.length() && "\"'@".indexOf(text.charAt(at)) >= 0) {
            return string(start, at); // an obfuscated string, which is an ordinary one here
        }
        int afterBlanks = at;
        while (afterBlanks < text.length() && Character.isWhitespace(text.charAt(afterBlanks))) {
            afterBlanks++;
        }
        boolean open = afterBlanks < text.length() && text.charAt(afterBlanks) == '(';
        if (open && REFUSED_LITERALS.contains(word)) {
            throw KqlException.unsupported(start, "The type " + word);
        }
        if (open && LITERALS.contains(word)) {
            int close = Literals.close(text, afterBlanks);
            KqlType type = KqlType.named(word).orElseThrow();
            Object value = Literals.value(type, text.substring(afterBlanks + 1, close), start);
            at = close + 1;
            return new Token(Kind.LITERAL, start, at, text.substring(start, at), type, value);
        }
        if (word.equals("true") || word.equals("false")) {
            return new Token(Kind.LITERAL, start, at, word, KqlType.BOOL, word.equals("true"));
        }
        return new Token(Kind.NAME, start, at, word, null, null);
    }

    private Token string(int start, int quoteAt) {
        if (text.startsWith("```", quoteAt)) {
            int end = text.indexOf("```", quoteAt + 3);
            if (end < 0) {
                throw KqlException.syntax(start, "The string does not end");
            }
            at = end + 3;
            return string(start, text.substring(quoteAt + 3, end));
        }
        boolean verbatim = text.charAt(quoteAt) == '@';
        int open = verbatim ? quoteAt + 1 : quoteAt;
        if (open == text.length() || (text.charAt(open) != '"' && text.charAt(open) != '\'')) {
            throw KqlException.syntax(start, "The character '@' is not expected here");
        }
        int end = Literals.stringEnd(text, open, verbatim);
        if (end < 0) {
            throw KqlException.syntax(start, "The string does not end");
        }
        at = end;
        String inner = text.substring(open + 1, end - 1);
        return string(start, verbatim ? doubled(inner, text.charAt(open)) : Literals.unescaped(inner, open + 1));
    }

    private static String doubled(String inner, char quote) {
        return inner.replace("" + quote + quote, String.valueOf(quote));
    }

    private Token string(int start, @Nullable Object value) {
        return new Token(Kind.LITERAL, start, at, text.substring(start, at), KqlType.STRING, value);
    }

    static boolean isNamePart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
