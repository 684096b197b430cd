package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code count}, {@code distinct} and {@code summarize}. Groups are kept in memory. */
final class Summaries {
    private Summaries() {}

    static Relation count(Relation in) {
        return new Relation(List.of(new Field("Count", KqlType.LONG)), () -> {
            long count = 0;
            for (Iterator<@Nullable Object[]> rows = in.rows().open(); rows.hasNext(); rows.next()) {
                count++;
            }
            return List.<@Nullable Object[]>of(new Object[] {count}).iterator();
        });
    }

    static Relation distinct(ExprBinder in, Step.Distinct distinct) {
        List<Field> fields = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        List<Expr.Named> columns = distinct.columns();
        if (columns == null) {
            columns = in.rows().visible().stream()
                    .map(i -> in.rows().fields().get(i).name)
                    .map(name -> new Expr.Named(distinct.at(), null, new Expr.Name(distinct.at(), name)))
                    .toList();
        }
        Names names = new Names();
        for (Expr.Named named : columns) {
            group(in, named, names, fields, evals);
        }
        return new Relation(fields, () -> {
            Set<List<Object>> seen = new LinkedHashSet<>();
            Iterator<@Nullable Object[]> rows = Rows.mapped(in.rows().rows().open(), Rows.project(evals));
            return Rows.filtered(rows, row -> seen.add(Arrays.asList(row)));
        });
    }

    private static void group(ExprBinder in, Expr.Named named, Names names, List<Field> fields, List<Eval> evals) {
        Typed typed = in.bind(named.value());
        if (typed.type() == KqlType.DYNAMIC) {
            throw KqlException.semantic(
                    named.value().at(), "A dynamic cannot be grouped by; convert it, by tostring() say");
        }
        fields.add(new Field(names.of(named, typed.name()), typed.type()));
        evals.add(typed.eval());
    }

    /** What a column of the answer is made of, once the aggregates of a group are known. */
    private record Plan(List<Field> fields, List<Eval> groups, List<Aggregate> aggregates, List<Eval> results) {}

    static Relation summarize(ExprBinder in, Step.Summarize summarize) {
        Plan plan = new Plan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Names names = new Names();
        for (Expr.Named named : summarize.groups()) {
            group(in, named, names, plan.fields(), plan.groups());
        }
        ExprBinder arguments = in.groupedBy(summarize.groups().stream()
                .filter(named -> named.value() instanceof Expr.Name)
                .map(named -> ((Expr.Name) named.value()).name())
                .toList());
        for (Expr.Named named : summarize.aggregates()) {
            if (named.value() instanceof Expr.Call call && Aggregates.isKnown(call.function())) {
                aggregate(arguments, named, call, names, plan);
            } else {
                Typed typed = arguments
                        .aggregating(call -> within(arguments, call, plan))
                        .bind(named.value());
                plan.fields().add(new Field(names.of(named, typed.name()), typed.type()));
                plan.results().add(typed.eval());
            }
        }
        return new Relation(plan.fields(), () -> groups(in.rows(), plan));
    }

    private static void aggregate(ExprBinder in, Expr.Named named, Expr.Call call, Names names, Plan plan) {
        int first = first(plan);
        Aggregate aggregate = Aggregates.bind(call, in);
        plan.aggregates().add(aggregate);
        for (int i = 0; i < aggregate.columns().size(); i++) {
            KqlColumn column = aggregate.columns().get(i);
            String said = i == 0 ? named.name() : null;
            String name = said != null
                    ? names.said(said, named.at())
                    : column.name().isEmpty() ? names.unnamed("Column") : names.free(column.name());
            plan.fields().add(new Field(name, column.type()));
            int place = first + i;
            plan.results().add(row -> row[place]);
        }
    }

    /** An aggregate within an expression: it has one column. */
    private static @Nullable Typed within(ExprBinder in, Expr.Call call, Plan plan) {
        if (!Aggregates.isKnown(call.function())) {
            return null;
        }
        int place = first(plan);
        Aggregate aggregate = Aggregates.bind(call, in);
        if (aggregate.columns().size() != 1) {
            throw KqlException.semantic(call.at(), call.function() + "() gives several columns and stands alone");
        }
        plan.aggregates().add(aggregate);
        KqlColumn column = aggregate.columns().get(0);
        return new Typed(column.type(), row -> row[place], column.name(), false);
    }

    private static int first(Plan plan) {
        return plan.aggregates().stream()
                .mapToInt(each -> each.columns().size())
                .sum();
    }

    private static final class Group {
        private final @Nullable Object[] key;
        private final Accumulator[] accumulators;

        private Group(@Nullable Object[] key, Accumulator[] accumulators) {
            this.key = key;
            this.accumulators = accumulators;
        }
    }

    private static Iterator<@Nullable Object[]> groups(Relation in, Plan plan) {
        Map<Object, Group> groups = new LinkedHashMap<>();
        if (plan.groups().isEmpty()) {
            groups.put(List.of(), begun(new Object[0], plan));
        }
        var keys = Rows.project(plan.groups());
        for (Iterator<@Nullable Object[]> rows = in.rows().open(); rows.hasNext(); ) {
            @Nullable Object[] row = rows.next();
            @Nullable Object[] key = keys.apply(row);
            Group group = groups.computeIfAbsent(Arrays.asList(key), ignored -> begun(key, plan));
            for (Accumulator accumulator : group.accumulators) {
                accumulator.add(row);
            }
        }
        return groups.values().stream().map(group -> result(group, plan)).iterator();
    }

    private static Group begun(@Nullable Object[] key, Plan plan) {
        return new Group(
                key, plan.aggregates().stream().map(each -> each.fresh().get()).toArray(Accumulator[]::new));
    }

    private static @Nullable Object[] result(Group group, Plan plan) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < plan.aggregates().size(); i++) {
            for (int k = 0; k < plan.aggregates().get(i).columns().size(); k++) {
                values.add(group.accumulators[i].result(k));
            }
        }
        @Nullable Object[] aggregated = values.toArray();
        @Nullable Object[] row = Arrays.copyOf(group.key, plan.fields().size());
        for (int i = 0; i < plan.results().size(); i++) {
            row[plan.groups().size() + i] = plan.results().get(i).of(aggregated);
        }
        return row;
    }
}
