package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.column.ColumnType;
import io.github.azuremonitor.appender.common.column.Content;
import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.column.Source;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns the column list into writers once, so that a row is written straight through. What cannot change is
 * resolved here, and the commonest columns have writers of their own; the others take the general way.
 */
final class ColumnCompiler {
    private final TableSettings table;
    private final List<Column> columns;
    private final ValueSources readers;
    private final TakenKeys takenFromMdc;
    private final TakenKeys takenFromPairs;
    private final JsonRow scratch = new JsonRow();

    ColumnCompiler(
            TableSettings table,
            List<Column> columns,
            List<Column> all,
            Platform platform,
            LongSupplier rowNumber,
            Remarks remarks) {
        this.table = table;
        this.columns = columns;
        this.readers = new ValueSources(table, platform, ColumnList.patterns(all), rowNumber);
        this.takenFromMdc = TakenKeys.ofMdc(all);
        this.takenFromPairs = TakenKeys.ofPairs(all);
        this.scratch.listener(remarks);
    }

    CompiledColumns compile() {
        var all = new ArrayList<NamedWriter>();
        var callers = new ArrayList<NamedWriter>();
        var fixed = new FixedMembers(new byte[0]);
        var flushers = new ArrayList<NamedWriter>();
        var need = CompiledColumns.Need.NOTHING;
        for (Column column : columns) {
            ColumnWriter writer = column.content() instanceof Content.Fields fields
                    ? object(column, fields)
                    : value(column, ((Content.Choice) column.content()).candidates());
            if (writer == null) {
                continue;
            }
            var named = new NamedWriter(column.name(), writer);
            all.add(named);
            if (writer instanceof FixedMembers more) {
                fixed = fixed.with(more);
            } else if (CompiledColumns.isForFlusher(column)) {
                flushers.add(named);
                need = need.and(CompiledColumns.need(column));
            } else {
                callers.add(named);
            }
        }
        return new CompiledColumns(all, callers, fixed, flushers, need);
    }

    private @Nullable ColumnWriter value(Column column, List<Source> candidates) {
        var name = new FieldName(column.name());
        var finisher = new Finisher(column);
        // A default that does not fit is told once and not with each event.
        List<Source> possible = possible(candidates, value -> finisher.finished(value, scratch, "") != null);
        if (possible.isEmpty()) {
            return null;
        }
        Source first = possible.get(0);
        if (ValueSources.isFixed(first)) {
            return fixed(name, possible, finisher);
        }
        boolean isPlain = possible.size() == 1
                && column.finish().equals(Finish.NONE)
                && column.type() == first.kind().type();
        ColumnWriter plain = isPlain ? PlainWriters.of(first.kind(), name) : null;
        return plain != null
                ? plain
                : new ChoiceWriter(
                        name,
                        possible.stream()
                                .map(source -> readers.of(source, column.finish()))
                                .toList(),
                        finisher);
    }

    /** Without fixed sources that have no value, and without what comes after a fixed one. */
    private List<Source> possible(List<Source> candidates, Predicate<String> fits) {
        var possible = new ArrayList<Source>();
        for (Source source : candidates) {
            if (!ValueSources.isFixed(source)) {
                possible.add(source);
                continue;
            }
            String value = readers.fixed(source);
            if (value != null && fits.test(value)) {
                possible.add(source);
                break;
            }
        }
        return possible;
    }

    private @Nullable ColumnWriter fixed(FieldName name, List<Source> possible, Finisher finisher) {
        Object value = finisher.finished(String.valueOf(readers.fixed(possible.get(0))), scratch, "");
        return value == null ? null : new FixedMembers(JsonRow.members(member -> member.value(name, value)));
    }

    private ColumnWriter object(Column column, Content.Fields fields) {
        boolean isText = column.type() == ColumnType.STRING;
        var name = new FieldName(column.name());
        List<String> except = fields.except().stream()
                .map(key -> key.toLowerCase(Locale.ROOT))
                .toList();
        List<FieldsPart> parts = fields.fields().stream()
                .map(field -> part(field, except, column.finish()))
                .toList();
        var object = new FieldsWriter(
                isText ? JsonTextWriter.INNER : name,
                parts,
                new Redactor(column.finish().redactions(), column.name()),
                column.name());
        return isText ? new JsonTextWriter(name, object, column.finish().maxBytes()) : object;
    }

    private FieldsPart part(Content.Field field, List<String> except, Finish finish) {
        Source first = field.first();
        if (first.kind().isWildcard()) {
            boolean isMdc = first.kind() == Source.Kind.MDC_ALL;
            var rules = new KeyRules(
                    table.properties(), first.key(), field.name(), except, isMdc ? takenFromMdc : takenFromPairs);
            return isMdc ? FieldsPart.context(rules) : FieldsPart.keyValues(rules);
        }
        return FieldsPart.named(
                field.name(),
                possible(field.candidates(), value -> true).stream()
                        .map(source -> readers.of(source, finish))
                        .toArray(ValueSource[]::new));
    }
}
