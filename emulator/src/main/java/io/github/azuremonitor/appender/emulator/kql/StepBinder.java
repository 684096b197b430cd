package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators to relations. */
final class StepBinder {
    private final Context context;
    private final PipeBinder pipes;

    StepBinder(Context context, PipeBinder pipes) {
        this.context = context;
        this.pipes = pipes;
    }

    /** A union or search without rows in front. */
    Relation bindAlone(Step step) {
        TransformationRules.checkStep(context.dialect, step);
        if (step instanceof Step.Union union) {
            return Unions.bind(context, pipes, null, union);
        }
        if (step instanceof Step.Search search) {
            return Searches.bind(context, pipes, null, search);
        }
        throw new IllegalStateException("only a union or a search stands alone");
    }

    /** The first rows of a sort: the others are not kept. */
    Relation bind(Step.Sort sort, Step.Take take, Relation in) {
        TransformationRules.checkStep(context.dialect, sort);
        return Sorts.top(on(in), sort.orders(), on(in).constantCount(take.rows()));
    }

    Relation bind(Step step, Relation in) {
        TransformationRules.checkStep(context.dialect, step);
        if (step instanceof Step.Where where) {
            Eval condition = on(in).bool(where.condition());
            return new Relation(in.fields(), () -> Rows.filtered(in.rows().open(), condition));
        }
        if (step instanceof Step.Project project) {
            return project(in, project);
        }
        if (step instanceof Step.Extend extend) {
            return extend(in, extend);
        }
        if (step instanceof Step.Take take) {
            long most = on(in).constantCount(take.rows());
            return new Relation(in.fields(), () -> Rows.limited(in.rows().open(), most));
        }
        if (step instanceof Step.Count) {
            return Summaries.count(in);
        }
        if (step instanceof Step.Summarize summarize) {
            return Summaries.summarize(on(in), summarize);
        }
        if (step instanceof Step.Distinct distinct) {
            return Summaries.distinct(on(in), distinct);
        }
        if (step instanceof Step.Sort sort) {
            return Sorts.sort(on(in), sort.orders());
        }
        if (step instanceof Step.Top top) {
            return Sorts.top(on(in), List.of(top.order()), on(in).constantCount(top.rows()));
        }
        if (step instanceof Step.Join join) {
            return Joins.bind(context.watch, in, pipes.source(join.right()), join);
        }
        if (step instanceof Step.Union union) {
            return Unions.bind(context, pipes, in, union);
        }
        if (step instanceof Step.Search search) {
            return Searches.bind(context, pipes, in, search);
        }
        if (step instanceof Step.Parse parse) {
            return Parses.bind(on(in), parse);
        }
        if (step instanceof Step.MvExpand expand) {
            return Expansions.bind(on(in), expand);
        }
        return Shapes.bind(in, step);
    }

    private ExprBinder on(Relation in) {
        return new ExprBinder(context, in, pipes);
    }

    private Relation project(Relation in, Step.Project project) {
        List<Field> fields = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        Names names = new Names();
        for (Expr.Named named : project.columns()) {
            Typed typed = on(in).bind(named.value());
            fields.add(new Field(names.of(named, typed.name()), typed.type()));
            evals.add(typed.eval());
        }
        return new Relation(fields, () -> Rows.mapped(in.rows().open(), Rows.project(evals)));
    }

    /** A name that is there takes the column's place; one that is only implied does, too. */
    private Relation extend(Relation in, Step.Extend extend) {
        List<Field> fields = new ArrayList<>(in.fields());
        List<Integer> places = new ArrayList<>();
        List<Eval> evals = new ArrayList<>();
        Names names = new Names(in.fields());
        Names own = new Names();
        for (Expr.Named named : extend.columns()) {
            Typed typed = on(in).bind(named.value());
            String name = named.name() != null ? named.name() : typed.name();
            int place = name == null ? -1 : indexOf(fields, name);
            if (named.value() instanceof Expr.Name && named.name() == null && place >= 0) {
                continue; // the column is already there
            }
            if (name != null) {
                own.said(name, named.at());
            }
            Field field = new Field(name == null ? names.unnamed("Column") : name, typed.type());
            if (place < 0) {
                places.add(fields.size());
                fields.add(field);
            } else {
                places.add(place);
                fields.set(place, field);
            }
            evals.add(typed.eval());
        }
        return new Relation(fields, () -> Rows.mapped(in.rows().open(), row -> extended(row, fields, places, evals)));
    }

    private static int indexOf(List<Field> fields, @Nullable String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object[] extended(
            @Nullable Object[] row, List<Field> fields, List<Integer> places, List<Eval> evals) {
        @Nullable Object[] wider = Arrays.copyOf(row, fields.size());
        for (int i = 0; i < evals.size(); i++) {
            wider[places.get(i)] = evals.get(i).of(row);
        }
        return wider;
    }
}
