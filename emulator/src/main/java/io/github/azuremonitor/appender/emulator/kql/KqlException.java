package io.github.azuremonitor.appender.emulator.kql;

/** Why a query has no answer. */
public final class KqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which stage refused it. */
    public enum Kind {
        /** It cannot be read. */
        SYNTAX,
        /** A name is unknown, or a type does not fit. */
        SEMANTIC,
        /** The real service may know it, the engine here does not. */
        UNSUPPORTED,
        /** It takes too long, or more memory than there is. */
        LIMIT
    }

    private final Kind kind;
    private final int position;

    KqlException(Kind kind, int position, String message) {
        super(message);
        this.kind = kind;
        this.position = position;
    }

    static KqlException syntax(int at, String message) {
        return new KqlException(Kind.SYNTAX, at, message);
    }

    static KqlException semantic(int at, String message) {
        return new KqlException(Kind.SEMANTIC, at, message);
    }

    static KqlException unsupported(int at, String what) {
        return new KqlException(Kind.UNSUPPORTED, at, what + " is not supported by the emulator");
    }

    /** Which stage refused it. */
    public Kind kind() {
        return kind;
    }

    /** Where in the text, in characters from 0 on. */
    public int position() {
        return position;
    }

    /** The line of the position, from 1 on. */
    public int line(String query) {
        return 1
                + (int) query.substring(0, Math.min(position, query.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The column of the position in its line, from 0 on. */
    public int column(String query) {
        int at = Math.min(position, query.length());
        return at - (query.lastIndexOf('\n', at - 1) + 1);
    }
}
