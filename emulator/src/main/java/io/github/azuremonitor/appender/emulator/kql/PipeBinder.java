package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sources and pipes to relations. Used by one thread. */
final class PipeBinder {
    /** Columns that Azure has in each table and shows only to who names them, and the time of arrival. */
    private static final Set<String> HIDDEN = Set.of(ExprBinder.INGESTION_TIME, "_BilledSize", "_IsBillable");

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
        if (let.function() != null) {
            return Context.Named.function(new LambdaCalls(let.name(), let.function(), context.inside()));
        }
        if (let.rows() != null) {
            return Context.Named.rows(bind(let.rows()));
        }
        Expr value = let.value();
        if (value instanceof Expr.Name name && isTable(name.name())) {
            return Context.Named.rows(table(name.at(), name.name()));
        }
        if (value instanceof Expr.Call call && givesRows(call.function())) {
            return Context.Named.rows(call(new Source.Call(call.at(), call.function(), call.arguments())));
        }
        if (value == null) {
            throw new IllegalStateException("a let has a value, rows or a function");
        }
        Typed typed = constants().bind(value);
        if (!typed.constant()) { // depends on a function's parameters
            return Context.Named.value(typed);
        }
        Object constant = typed.value();
        return Context.Named.value(Typed.literal(typed.type(), constant));
    }

    /** What the body of a function gives. */
    Context.Named body(Statement.Lambda lambda) {
        for (Statement.Let let : lambda.lets()) {
            context.name(let.name(), named(let));
        }
        return named(lambda.result());
    }

    /** Whether a call of a function gives rows. */
    boolean givesRows(String function) {
        Context.Named named = context.named(function);
        return named == null
                ? context.functions().containsKey(function)
                : named.function() != null && named.function().givesRows();
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
        return named == null
                ? context.tables().containsKey(name)
                : named.rows() != null
                        || (named.function() != null && named.function().givesRows());
    }

    Relation bind(Pipe pipe) {
        Relation relation = source(pipe.source());
        List<Step> all = pipe.steps();
        for (int i = 0; i < all.size(); i++) {
            boolean last = i + 1 == all.size();
            if (!last && all.get(i) instanceof Step.Sort sort && all.get(i + 1) instanceof Step.Take take) {
                relation = steps.bind(sort, take, relation);
                i++;
            } else {
                relation = steps.bind(all.get(i), relation);
            }
        }
        return relation;
    }

    Relation source(Source source) {
        TransformationRules.checkSource(context.dialect, source);
        if (source instanceof Source.Table table) {
            return table(table.at(), table.name());
        }
        if (source instanceof Source.Call call) {
            return call(call);
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
            if (named.function() != null) {
                return call(new Source.Call(at, name, List.of()));
            }
            if (named.rows() == null) {
                throw KqlException.semantic(at, "'" + name + "' is a value, where a table is expected");
            }
            return named.rows();
        }
        KqlTable table = context.tables().get(name);
        if (table == null && context.functions().containsKey(name)) {
            return call(new Source.Call(at, name, List.of()));
        }
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

    private Relation call(Source.Call call) {
        Context.Named named = context.named(call.name());
        if (named != null && named.function() != null) {
            return named.function().rows(call, constants());
        }
        KqlFunction function = context.functions().get(call.name());
        if (function == null) {
            throw KqlException.unsupported(call.at(), "The function " + call.name() + "() as a source");
        }
        return FunctionCalls.bind(context, constants(), call, function);
    }

    private Relation scan(KqlTable table) {
        List<Field> fields = new ArrayList<>();
        for (KqlColumn column : table.columns()) {
            boolean hidden = HIDDEN.contains(column.name());
            fields.add(
                    hidden
                            ? Field.hidden(column.name(), column.type(), List.of())
                            : new Field(column.name(), column.type()));
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
