package io.github.azuremonitor.appender.emulator.kql;

import java.util.Locale;
import java.util.Set;

/** What {@code transformKql} may use (Azure Monitor docs, "Supported KQL features in Azure Monitor transformations"). */
final class TransformationRules {
    /** Those of the page that the engine knows; {@code iff} and {@code not} stand in its examples. */
    private static final Set<String> FUNCTIONS = Set.of(
            "tobool",
            "todatetime",
            "todouble",
            "toreal",
            "toint",
            "tolong",
            "tostring",
            "totimespan",
            "ago",
            "now",
            "datetime_add",
            "datetime_diff",
            "datetime_part",
            "dayofmonth",
            "dayofweek",
            "dayofyear",
            "getmonth",
            "getyear",
            "hourofday",
            "startofday",
            "startofmonth",
            "startofweek",
            "startofyear",
            "array_length",
            "pack_array",
            "pack",
            "parse_json",
            "abs",
            "bin",
            "floor",
            "round",
            "case",
            "iif",
            "iff",
            "not",
            "max_of",
            "min_of",
            "extract",
            "indexof",
            "isempty",
            "isnotempty",
            "split",
            "strcat",
            "strcat_delim",
            "strlen",
            "substring",
            "tolower",
            "toupper",
            "hash_sha256",
            "gettype",
            "isnotnull",
            "isnull");

    private static final Set<String> NO_OPERATORS = Set.of(
            "in~",
            "!in~",
            "has_any",
            "has_all",
            "hasprefix",
            "!hasprefix",
            "hasprefix_cs",
            "!hasprefix_cs",
            "hassuffix",
            "!hassuffix",
            "hassuffix_cs",
            "!hassuffix_cs");

    private TransformationRules() {}

    static void checkSource(Dialect dialect, Source source) {
        if (dialect == Dialect.TRANSFORMATION && !(source instanceof Source.Table)) {
            boolean there = source instanceof Source.Print || source instanceof Source.DataTable;
            throw there
                    ? KqlException.unsupported(source.at(), "A transformation that does not begin with source")
                    : KqlException.semantic(source.at(), "A transformation begins with source");
        }
    }

    static void checkStep(Dialect dialect, Step step) {
        boolean fits = step instanceof Step.Where
                || step instanceof Step.Project
                || step instanceof Step.Extend
                || step instanceof Step.Parse
                || step instanceof Step.Rename
                || (step instanceof Step.Select select && !select.keep());
        if (dialect == Dialect.TRANSFORMATION && !fits) {
            throw KqlException.semantic(
                    step.at(),
                    "The operator " + operator(step)
                            + " is not allowed in a transformation, only where, extend, project, project-away,"
                            + " project-rename and parse are");
        }
    }

    private static String operator(Step step) {
        if (step instanceof Step.MvExpand) {
            return "mv-expand";
        }
        if (step instanceof Step.Select) {
            return "project-keep";
        }
        return step instanceof Step.Reorder
                ? "project-reorder"
                : step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    static void checkCall(Dialect dialect, Expr.Call call) {
        if (dialect == Dialect.TRANSFORMATION && !FUNCTIONS.contains(call.function())) {
            throw KqlException.semantic(
                    call.at(), "The function " + call.function() + "() is not allowed in a transformation");
        }
    }

    static void checkOperator(Dialect dialect, int at, String operator) {
        if (dialect == Dialect.TRANSFORMATION && NO_OPERATORS.contains(operator)) {
            throw KqlException.semantic(at, "The operator " + operator + " is not allowed in a transformation");
        }
    }

    static void checkLiteral(Dialect dialect, Expr.Literal literal) {
        if (dialect == Dialect.TRANSFORMATION && literal.type() == KqlType.DYNAMIC && literal.value() != null) {
            throw KqlException.semantic(
                    literal.at(), "A dynamic literal is not allowed in a transformation, parse_json() is");
        }
    }
}
