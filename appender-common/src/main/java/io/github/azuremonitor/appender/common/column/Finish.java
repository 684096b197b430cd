package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.event.Values;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a column's value before it is written.
 *
 * @param maxBytes most UTF-8 bytes of a text, including the mark at the cut
 * @param redactions done in this order
 * @param trace how a stack trace is printed
 */
public record Finish(int maxBytes, List<Redaction> redactions, Trace trace) {
    /** Fewer would hardly hold the mark at the cut. */
    public static final int LEAST_BYTES = 64;

    /** As many as Azure takes. */
    public static final int MOST_BYTES = Values.FIELD_BYTES;

    /** Only what Azure's limits require. */
    public static final Finish NONE = new Finish(MOST_BYTES, List.of(), Trace.AS_JAVA);

    /** Copies the list. */
    public Finish {
        redactions = List.copyOf(redactions);
    }

    /**
     * Replaces matching texts by another.
     *
     * @param regex what to find, in the syntax of {@link java.util.regex.Pattern}; a string, because patterns have no
     *     equality
     * @param replacement what to put there instead, literally; not used with a key
     * @param key what makes a pseudonym of each text that is found, or null
     */
    public record Redaction(
            String regex, String replacement, @Nullable PseudonymKey key) {
        private Redaction with(UnaryOperator<PseudonymKey> keys) {
            return key == null ? this : new Redaction(regex, replacement, keys.apply(key));
        }
    }

    boolean hasKeys() {
        for (Redaction redaction : redactions) {
            if (redaction.key != null) {
                return true;
            }
        }
        return false;
    }

    /** The same with other keys. */
    Finish withKeys(UnaryOperator<PseudonymKey> keys) {
        return new Finish(
                maxBytes,
                redactions.stream().map(redaction -> redaction.with(keys)).toList(),
                trace);
    }

    /**
     * How a stack trace is printed.
     *
     * @param rootFirst whether the innermost cause comes first
     * @param hidden prefixes of class names whose frames are only counted
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
