package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.text.NameMatch;
import io.github.azuremonitor.appender.common.text.SecretNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the setting {@code columns}: presets and entries, separated by semicolons or new lines.
 *
 * <pre>
 * entry   = preset | Name [ ":" type [ "(" bytes ")" ] ] "=" content { step }
 * content = choice | field { "," field } [ "except" pattern { "," pattern } ]
 * field   = ( choice | wildcard ) [ "as" name ]
 * choice  = source { "|" source }
 * step    = "redact" "(" text [ "," text ] ")" | "hash" "(" text [ "," text ] ")" | "rootFirst" | "hide" "(" text { "," text } ")"
 * </pre>
 */
final class ColumnParser {
    /** In the order in which they are tried. */
    private static final List<String> BEHIND_SOURCES = List.of("redact", "hash", "rootFirst", "hide", "except", "as");

    private final Cursor cursor;
    private final List<String> faults;
    private final List<Column> columns = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean isFaulty;

    ColumnParser(String text, List<String> faults) {
        this.cursor = new Cursor(text);
        this.faults = faults;
    }

    /** The entries without a fault; the others add to the list of faults. */
    List<Column> parse() {
        while (!cursor.isAtEnd()) {
            try {
                if (!cursor.isEntryOver()) {
                    entry();
                }
            } catch (SyntaxException fault) {
                isFaulty = true;
                faults.add(cursor.place(fault.position()) + ": " + SecretNames.withoutKeys(fault.sentence()));
            }
            cursor.nextEntry();
        }
        if (columns.isEmpty() && !isFaulty) {
            faults.add("has no column; write standard or Name:type = source");
        }
        return columns;
    }

    private void entry() throws SyntaxException {
        int start = cursor.position();
        String name = cursor.name();
        String preset = Presets.text(name);
        if (preset != null && cursor.isEntryOver()) {
            for (Column column : new ColumnParser(preset, faults).parse()) {
                add(column, start);
            }
            return;
        }
        ColumnType type = null;
        int maxBytes = Finish.MOST_BYTES;
        if (cursor.take(':')) {
            type = type(name);
            if (cursor.take('(')) {
                maxBytes = maxBytes(type);
            }
        }
        if (!cursor.take('=')) {
            String nearest = NameMatch.nearest(cursor.rest(start), Presets.all());
            throw new SyntaxException(
                    start,
                    "'" + cursor.rest(start) + "' is not Name:type = source, nor a preset: " + Presets.names()
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"));
        }
        String fault = ColumnNames.fault(name);
        if (fault != null) {
            throw new SyntaxException(start, fault);
        }
        Content content = new ContentParser(cursor).content();
        if (type == null) {
            type = content instanceof Content.Choice choice
                    ? choice.candidates().get(0).kind().type()
                    : ColumnType.DYNAMIC;
        }
        Finish finish = new StepParser(cursor, type, content).steps(maxBytes);
        if (!cursor.isEntryOver()) {
            throw tooMuch();
        }
        checkType(name, type, content, start);
        add(new Column(name, type, content, finish), start);
    }

    private SyntaxException tooMuch() {
        int start = cursor.position();
        String rest = cursor.rest(start);
        String nearest = NameMatch.nearest(cursor.word(), BEHIND_SOURCES);
        return new SyntaxException(
                start,
                "'" + rest + "' is too much; "
                        + (nearest == null
                                ? "entries are separated by ; or a new line"
                                : "did you mean " + nearest + "?"));
    }

    private void add(Column column, int start) throws SyntaxException {
        // Auxiliary tables lose data whose column names differ only by case.
        if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
            throw new SyntaxException(start, "column " + column.name() + " is there twice");
        }
        columns.add(column);
    }

    private static void checkType(String name, ColumnType type, Content content, int start) throws SyntaxException {
        if (content instanceof Content.Fields && type != ColumnType.DYNAMIC && type != ColumnType.STRING) {
            throw new SyntaxException(
                    start,
                    "column " + name + " is a JSON object, which is not of type " + type.text() + "; write dynamic");
        }
    }

    private ColumnType type(String name) throws SyntaxException {
        cursor.skipBlanks();
        int start = cursor.position();
        String word = cursor.word();
        ColumnType type = ColumnType.named(word);
        if (type == null) {
            throw new SyntaxException(
                    start,
                    "'" + word + "' of column " + name
                            + " is not a type; types are string, int, long, real, boolean, dynamic, datetime");
        }
        return type;
    }

    private int maxBytes(ColumnType type) throws SyntaxException {
        cursor.skipBlanks();
        int start = cursor.position();
        String word = cursor.word();
        if (type != ColumnType.STRING) {
            throw new SyntaxException(start, "only string has a limit of bytes");
        }
        if (!word.matches("[0-9]{1,5}")
                || Integer.parseInt(word) < Finish.LEAST_BYTES
                || Integer.parseInt(word) > Finish.MOST_BYTES) {
            throw new SyntaxException(
                    start,
                    "'" + word + "' is not a number of bytes from " + Finish.LEAST_BYTES + " to " + Finish.MOST_BYTES);
        }
        if (!cursor.take(')')) {
            throw new SyntaxException(cursor.position(), ") is missing");
        }
        return Integer.parseInt(word);
    }
}
