package io.github.azuremonitor.appender.common.column;

import org.jspecify.annotations.Nullable;

/** Reads a text piece by piece and knows the position of a fault. */
public final class Cursor {
    private static final String DELIMITERS = ",;|=()\"'";

    private final String text;
    private int at;

    /** At the beginning of {@code text}. */
    public Cursor(String text) {
        this.text = text;
    }

    /** The position, from zero. */
    public int position() {
        return at;
    }

    /** Whether nothing is left. */
    public boolean isAtEnd() {
        return at >= text.length();
    }

    /** Whether the entry is over: at a semicolon, a new line or the end. */
    public boolean isEntryOver() {
        skipBlanks();
        return isAtEnd() || next() == ';' || next() == '\n';
    }

    /** Skips blanks, but not the end of a line, which ends an entry. */
    public void skipBlanks() {
        while (!isAtEnd() && next() != '\n' && Character.isWhitespace(next())) {
            at++;
        }
    }

    /** Skips blanks and ends of lines, where something has to follow. */
    public void skipLines() {
        while (!isAtEnd() && Character.isWhitespace(next())) {
            at++;
        }
    }

    /** Skips {@code wanted} if it comes next. */
    public boolean take(char wanted) {
        skipBlanks();
        if (isAtEnd() || next() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** As above, for several characters. */
    public boolean take(String wanted) {
        skipBlanks();
        boolean there = text.startsWith(wanted, at);
        at += there ? wanted.length() : 0;
        return there;
    }

    /** Whether {@code wanted} comes next after blanks; skips only the blanks. */
    boolean isAt(char wanted) {
        skipBlanks();
        return !isAtEnd() && next() == wanted;
    }

    /** Skips {@code wanted} if it is the next word. */
    boolean takeWord(String wanted) {
        int before = at;
        if (word(DELIMITERS).equals(wanted)) {
            return true;
        }
        at = before;
        return false;
    }

    /** The next characters up to a blank or a delimiter; empty if there are none. */
    String word() {
        return word(DELIMITERS);
    }

    /** As {@link #word()}, but a colon ends it too. */
    String name() {
        return word(DELIMITERS + ":");
    }

    /** The next characters up to a blank or one of {@code delimiters}; empty if there are none. */
    public String word(String delimiters) {
        skipBlanks();
        int start = at;
        while (!isAtEnd() && !Character.isWhitespace(next()) && delimiters.indexOf(next()) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The next characters that are among {@code wanted}; empty if there are none. */
    public String all(String wanted) {
        skipBlanks();
        int start = at;
        while (!isAtEnd() && wanted.indexOf(next()) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Whether a text in quotes comes next. */
    public boolean isAtQuote() {
        return !isAtEnd() && (next() == '"' || next() == '\'');
    }

    /** The text between two quotes of the same kind; a quote within it is doubled, nothing else is special. */
    public String quoted() throws SyntaxException {
        int start = at;
        String content = tryQuoted();
        if (content == null) {
            throw new SyntaxException(start, "this text has no closing quote");
        }
        return content;
    }

    private @Nullable String tryQuoted() {
        int start = at;
        char quote = text.charAt(at++);
        var content = new StringBuilder();
        while (!isAtEnd()) {
            char c = text.charAt(at++);
            if (c != quote) {
                content.append(c);
            } else if (!isAtEnd() && next() == quote) {
                content.append(text.charAt(at++));
            } else {
                return content.toString();
            }
        }
        at = start;
        return null;
    }

    /** Moves past the end of the current entry. */
    public void nextEntry() {
        while (!isAtEnd()) {
            if (!isAtQuote() || tryQuoted() == null) {
                char c = text.charAt(at++);
                if (c == ';' || c == '\n') {
                    return;
                }
            }
        }
    }

    /** The rest of the entry, for a message. */
    public String rest(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != ';' && text.charAt(end) != '\n') {
            end++;
        }
        return text.substring(from, end).strip();
    }

    /** The place as people count, from one; with the line if there are several. */
    public String place(int position) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < position; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        String character = "character " + (position - lineStart + 1);
        return text.indexOf('\n') < 0 ? "at " + character : "at line " + line + ", " + character;
    }

    private char next() {
        return text.charAt(at);
    }
}
