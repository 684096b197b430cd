package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operator as it is written; {@code at} is where its name stands. */
sealed interface Step {
    int at();

    record Where(int at, Expr condition) implements Step {}

    record Project(int at, List<Expr.Named> columns) implements Step {}

    record Extend(int at, List<Expr.Named> columns) implements Step {}

    /** A name, or a pattern with stars. */
    record Pattern(int at, String text) {}

    /** {@code project-away}, or {@code project-keep}. */
    record Select(int at, boolean keep, List<Pattern> patterns) implements Step {}

    record Reorder(int at, List<Pattern> patterns) implements Step {}

    /** {@code to} is the new name. */
    record Renaming(int at, String to, String from) {}

    record Rename(int at, List<Renaming> renamings) implements Step {}

    record Take(int at, Expr rows) implements Step {}

    /** The null order is null if it is not said. */
    record Order(
            int at, Expr by, boolean ascending, @Nullable Boolean nullsFirst) {}

    record Sort(int at, List<Order> orders) implements Step {}

    record Top(int at, Expr rows, Order order) implements Step {}

    /** Of all columns if the list is null. */
    record Distinct(int at, @Nullable List<Expr.Named> columns) implements Step {}

    record Count(int at) implements Step {}

    record Summarize(int at, List<Expr.Named> aggregates, List<Expr.Named> groups) implements Step {}

    record Union(int at, boolean inner, @Nullable String sourceColumn, boolean fuzzy, List<Source> sources)
            implements Step {}

    record Join(int at, int kindAt, String kind, Source right, List<Expr> on) implements Step {}

    record Search(int at, boolean caseSensitive, List<Source> in, Expr condition) implements Step {}

    /** A part of a pattern: a text, a column, or a star (neither of them). */
    record Part(
            int at,
            @Nullable String text,
            @Nullable String column,
            @Nullable KqlType type) {}

    record Parse(int at, String kind, String flags, Expr of, List<Part> parts) implements Step {}

    /** What one clause of {@code mv-expand} expands. */
    record Expansion(
            int at,
            @Nullable String name,
            Expr of,
            @Nullable KqlType type) {}

    record MvExpand(
            int at,
            boolean pairs,
            @Nullable String indexColumn,
            List<Expansion> of,
            @Nullable Expr limit) implements Step {}

    record GetSchema(int at) implements Step {}

    /** Says how a client shows the rows, and changes none. */
    record Render(int at, String visualization, Map<String, String> properties) implements Step {}
}
