package io.github.azuremonitor.appender.common.column;

import java.util.List;

/**
 * What is done to a column's value before it is written.
 *
 * @param maxBytes most bytes of UTF-8 of a text, the mark at the cut included
 * @param redactions done in this order
 * @param trace how a stack trace is printed
 */
public record Finish(int maxBytes, List<Redaction> redactions, Trace trace) {
    /** Fewer would hardly hold the mark that tells of the cut. */
    public static final int LEAST_BYTES = 64;

    /** Azure cuts a field at 64 KB (Azure Monitor docs, service limits, Logs Ingestion API). */
    public static final int MOST_BYTES = 64 * 1024 - 1;

    /** Nothing but what Azure's limits ask for. */
    public static final Finish NONE = new Finish(MOST_BYTES, List.of(), Trace.AS_JAVA);

    /** Copies the list. */
    public Finish {
        redactions = List.copyOf(redactions);
    }

    /**
     * Puts one text in the place of others.
     *
     * @param regex what is found, in the syntax of {@link java.util.regex.Pattern}; a text, because patterns have no
     *     equality
     * @param replacement what stands there instead, as it is
     */
    public record Redaction(String regex, String replacement) {}

    /**
     * How a stack trace is printed.
     *
     * @param rootFirst whether the innermost cause comes first
     * @param hidden beginnings of class names whose frames are only counted
     */
    public record Trace(boolean rootFirst, List<String> hidden) {
        /** As Java prints it. */
        public static final Trace AS_JAVA = new Trace(false, List.of());

        /** Copies the list. */
        public Trace {
            hidden = List.copyOf(hidden);
        }
    }
}
