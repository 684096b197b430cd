package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the steps at the end of an entry, which change the column's value. */
final class StepParser {
    private static final String REDACTED = "[redacted]";

    /** Finds a text as a whole, even an empty one. */
    private static final String WHOLE = "(?s)\\A.*+\\z";

    private static final Pattern DOUBLED = Pattern.compile("(?<!\\\\)(?:\\\\{4})*\\\\\\\\([dDwWsS])(?![A-Za-z])");

    /** A letter that stands for a character class, repeated, but without its backslash. */
    private static final Pattern LOST = Pattern.compile("(?<![A-Za-z0-9\\\\\\[\\]-])([dDwWsS])(?:[+*]|\\{[0-9])");

    private final Cursor cursor;
    private final ColumnType type;
    private final boolean hasTrace;

    StepParser(Cursor cursor, ColumnType type, Content content) {
        this.cursor = cursor;
        this.type = type;
        this.hasTrace = content.reads(Kind.STACK_TRACE);
    }

    Finish steps(int maxBytes) throws SyntaxException {
        var redactions = new ArrayList<Finish.Redaction>();
        var hidden = new ArrayList<String>();
        boolean rootFirst = false;
        while (!cursor.isEntryOver()) {
            int start = cursor.position();
            if (cursor.takeWord("redact")) {
                redactions.add(redaction(start));
            } else if (cursor.takeWord("hash")) {
                redactions.add(hash(start));
            } else if (cursor.takeWord("rootFirst")) {
                checkTrace(start);
                rootFirst = true;
            } else if (cursor.takeWord("hide")) {
                checkTrace(start);
                int open = cursor.position();
                List<String> beginnings = arguments();
                if (beginnings.contains("")) {
                    throw new SyntaxException(open + 1, "a beginning that hide takes is empty");
                }
                hidden.addAll(beginnings);
            } else {
                break;
            }
        }
        return new Finish(maxBytes, redactions, new Finish.Trace(rootFirst, hidden));
    }

    private Finish.Redaction redaction(int start) throws SyntaxException {
        checkText("redact", start);
        int open = cursor.position();
        List<String> arguments = arguments();
        if (arguments.size() > 2 || arguments.get(0).isEmpty()) {
            throw new SyntaxException(open, "redact takes an expression, and what stands there instead");
        }
        checkExpression(arguments.get(0), open);
        return new Finish.Redaction(arguments.get(0), arguments.size() == 2 ? arguments.get(1) : REDACTED, null);
    }

    private Finish.Redaction hash(int start) throws SyntaxException {
        checkText("hash", start);
        int open = cursor.position();
        List<String> arguments = arguments();
        PseudonymKey key = PseudonymKey.at(arguments.get(0));
        if (key == null) {
            // Not quoted: it may be the key itself.
            throw new SyntaxException(
                    open, "hash takes the place of a key, env:NAME or file:PATH, and not the key itself");
        }
        if (arguments.size() > 2 || arguments.contains("")) {
            throw new SyntaxException(open, "hash takes the place of a key, and an expression that finds what to hash");
        }
        if (arguments.size() == 1) {
            return new Finish.Redaction(WHOLE, "", key);
        }
        checkExpression(arguments.get(1), open);
        return new Finish.Redaction(arguments.get(1), "", key);
    }

    private void checkText(String step, int start) throws SyntaxException {
        if (type != ColumnType.STRING && type != ColumnType.DYNAMIC) {
            throw new SyntaxException(start, step + " is for columns of type string or dynamic");
        }
    }

    private static void checkExpression(String expression, int at) throws SyntaxException {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException fault) {
            throw new SyntaxException(at, "'" + expression + "' is not an expression: " + fault.getDescription());
        }
        String slip = slip(expression);
        if (slip != null) {
            throw new SyntaxException(at, "'" + expression + "' looks for " + slip);
        }
    }

    /**
     * A backslash too many or too few makes an expression that finds nothing, so that what should be redacted is sent.
     * Most files need one, {@code .properties} files two, of which Java leaves one.
     */
    private static @Nullable String slip(String expression) {
        Matcher doubled = DOUBLED.matcher(expression);
        if (doubled.find()) {
            return "a backslash; write \\" + doubled.group(1) + " once";
        }
        Matcher lost = LOST.matcher(expression);
        if (lost.find()) {
            String letter = lost.group(1);
            return "the letter " + letter + "; write \\" + letter + ", in a .properties file \\\\" + letter + ", or ["
                    + letter + "] for the letter";
        }
        return null;
    }

    private void checkTrace(int start) throws SyntaxException {
        if (!hasTrace) {
            throw new SyntaxException(start, "rootFirst and hide are for exception.stackTrace");
        }
    }

    /** Quoted texts in parentheses. */
    private List<String> arguments() throws SyntaxException {
        var arguments = new ArrayList<String>();
        if (!cursor.take('(')) {
            throw new SyntaxException(cursor.position(), "( is missing");
        }
        do {
            cursor.skipLines();
            if (!cursor.isAtQuote()) {
                throw new SyntaxException(cursor.position(), "here a text in quotes is missing");
            }
            arguments.add(cursor.quoted());
        } while (cursor.take(','));
        if (!cursor.take(')')) {
            throw new SyntaxException(cursor.position(), ") is missing");
        }
        return arguments;
    }
}
