package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sources and pipes to relations. Used by one thread. */
final class PipeBinder {
    private final Context context;
    private final StepBinder steps;

    PipeBinder(Context context) {
        this.context = context;
        this.steps = new StepBinder(context, this);
    }

    Relation bind(Statement statement) {
        for (Statement.Let let : statement.lets()) {
            context.name(let.name(), named(let));
        }
        return bind(statement.answer());
    }

    private Context.Named named(Statement.Let let) {
        if (let.rows() != null) {
            return new Context.Named(null, bind(let.rows()));
        }
        Expr value = let.value();
        if (value instanceof Expr.Name name && isTable(name.name())) {
            return new Context.Named(null, table(name.at(), name.name()));
        }
        if (value == null) {
            throw new IllegalStateException("a let has a value or rows");
        }
        Typed typed = constants().bind(value);
        Object constant = typed.value();
        return new Context.Named(Typed.literal(typed.type(), constant), null);
    }

    /** Expressions where there are no rows. */
    private ExprBinder constants() {
        return new ExprBinder(context, new Relation(List.of(), PipeBinder::oneRow), this);
    }

    private static Iterator<@Nullable Object[]> oneRow() {
        return List.<@Nullable Object[]>of(new Object[0]).iterator();
    }

    boolean isTable(String name) {
        Context.Named named = context.named(name);
        return named == null ? context.tables().containsKey(name) : named.rows() != null;
    }

    Relation bind(Pipe pipe) {
        Relation relation = source(pipe.source());
        for (Step step : pipe.steps()) {
            relation = steps.bind(step, relation);
        }
        return relation;
    }

    Relation source(Source source) {
        TransformationRules.checkSource(context.dialect, source);
        if (source instanceof Source.Table table) {
            return table(table.at(), table.name());
        }
        if (source instanceof Source.Nested nested) {
            return bind(nested.pipe());
        }
        if (source instanceof Source.Print print) {
            return print(print);
        }
        if (source instanceof Source.DataTable dataTable) {
            return dataTable(dataTable);
        }
        return steps.bindAlone(((Source.Alone) source).step());
    }

    private Relation table(int at, String name) {
        Context.Named named = context.named(name);
        if (named != null) {
            if (named.rows() == null) {
                throw KqlException.semantic(at, "'" + name + "' is a value, where a table is expected");
            }
            return named.rows();
        }
        KqlTable table = context.tables().get(name);
        if (table == null) {
            throw KqlException.semantic(
                    at,
                    "Failed to resolve table or column expression named '" + name + "'; there is "
                            + (context.tables().isEmpty()
                                    ? "none"
                                    : String.join(", ", context.tables().keySet())));
        }
        return scan(table);
    }

    private Relation scan(KqlTable table) {
        List<Field> fields = new ArrayList<>();
        for (KqlColumn column : table.columns()) {
            boolean hidden = column.name().equals(ExprBinder.INGESTION_TIME);
            fields.add(hidden ? Field.hidden(column.name(), column.type()) : new Field(column.name(), column.type()));
        }
        return new Relation(fields, () -> {
            Set<String> wanted = new TreeSet<>();
            fields.stream().filter(Field::used).forEach(field -> wanted.add(field.name));
            return Rows.watched(table.rows(wanted), context.watch);
        });
    }

    private Relation print(Source.Print print) {
        List<Field> fields = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        Names names = new Names();
        for (int i = 0; i < print.values().size(); i++) {
            Expr.Named named = print.values().get(i);
            Typed typed = constants().bind(named.value());
            String name = named.name() == null ? "print_" + i : named.name();
            fields.add(new Field(names.said(name, named.at()), typed.type()));
            evals.add(typed.eval());
        }
        return new Relation(fields, () -> Rows.mapped(oneRow(), Rows.project(evals)));
    }

    private Relation dataTable(Source.DataTable written) {
        List<KqlColumn> columns = written.columns();
        if (written.values().size() % columns.size() != 0) {
            throw KqlException.semantic(
                    written.at(), "The number of values is no multiple of the number of columns, " + columns.size());
        }
        List<Field> fields = new ArrayList<>();
        Names names = new Names();
        columns.forEach(column -> fields.add(new Field(names.said(column.name(), written.at()), column.type())));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < written.values().size(); i += columns.size()) {
            @Nullable Object[] row = new Object[columns.size()];
            for (int k = 0; k < row.length; k++) {
                row[k] = value(written.values().get(i + k), columns.get(k).type());
            }
            rows.add(row);
        }
        return new Relation(fields, rows::iterator);
    }

    private @Nullable Object value(Expr expr, KqlType type) {
        Typed typed = constants().bind(expr);
        boolean fits = typed.type() == type || (typed.type().isNumber() && type.isNumber()) || type == KqlType.DYNAMIC;
        if (!typed.constant() || !fits) {
            throw KqlException.semantic(
                    expr.at(),
                    "A " + type.keyword() + " is expected here, not a "
                            + typed.type().keyword());
        }
        return Convert.to(type, typed.value());
    }
}
