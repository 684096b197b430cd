package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what is to be done with a column's value, at the end of an entry. */
final class StepParser {
    private static final String REDACTED = "[redacted]";

    private final Cursor cursor;
    private final ColumnType type;
    private final boolean hasTrace;

    StepParser(Cursor cursor, ColumnType type, Content content) {
        this.cursor = cursor;
        this.type = type;
        this.hasTrace = content.sources().anyMatch(source -> source.kind() == Kind.STACK_TRACE);
    }

    Finish steps(int maxBytes) throws SyntaxFault {
        var redactions = new ArrayList<Finish.Redaction>();
        var hidden = new ArrayList<String>();
        boolean rootFirst = false;
        while (!cursor.isEntryOver()) {
            int start = cursor.position();
            if (cursor.takeWord("redact")) {
                redactions.add(redaction(start));
            } else if (cursor.takeWord("rootFirst")) {
                checkTrace(start);
                rootFirst = true;
            } else if (cursor.takeWord("hide")) {
                checkTrace(start);
                hidden.addAll(arguments());
            } else {
                break;
            }
        }
        return new Finish(maxBytes, redactions, new Finish.Trace(rootFirst, hidden));
    }

    private Finish.Redaction redaction(int start) throws SyntaxFault {
        if (type != ColumnType.STRING && type != ColumnType.DYNAMIC) {
            throw new SyntaxFault(start, "redact is for columns of type string or dynamic");
        }
        int open = cursor.position();
        List<String> arguments = arguments();
        if (arguments.size() > 2 || arguments.get(0).isEmpty()) {
            throw new SyntaxFault(open, "redact takes an expression, and what stands there instead");
        }
        try {
            Pattern.compile(arguments.get(0));
        } catch (PatternSyntaxException fault) {
            throw new SyntaxFault(open, "'" + arguments.get(0) + "' is not an expression: " + fault.getDescription());
        }
        return new Finish.Redaction(arguments.get(0), arguments.size() == 2 ? arguments.get(1) : REDACTED);
    }

    private void checkTrace(int start) throws SyntaxFault {
        if (!hasTrace) {
            throw new SyntaxFault(start, "rootFirst and hide are for exception.stackTrace");
        }
    }

    /** Quoted texts in parentheses. */
    private List<String> arguments() throws SyntaxFault {
        var arguments = new ArrayList<String>();
        if (!cursor.take('(')) {
            throw new SyntaxFault(cursor.position(), "( is missing");
        }
        do {
            cursor.skipLines();
            if (!cursor.isAtQuote()) {
                throw new SyntaxFault(cursor.position(), "here a text in quotes is missing");
            }
            arguments.add(cursor.quoted());
        } while (cursor.take(','));
        if (!cursor.take(')')) {
            throw new SyntaxFault(cursor.position(), ") is missing");
        }
        return arguments;
    }
}
