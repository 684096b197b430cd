package io.github.azuremonitor.appender.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Queries by chance over the oracle's tables; now and then an expression has the wrong type. */
final class QueryGenerator {
    private static final int WRONG_ONE_IN = 40;

    private enum Kind {
        BOOL,
        NUMBER,
        TEXT,
        TIME,
        SPAN,
        DYNAMIC
    }

    private final Random random;

    QueryGenerator(Random random) {
        this.random = random;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    String query() {
        StringBuilder query = new StringBuilder();
        String limit = one("5", "10");
        if (random.nextInt(5) == 0) {
            query.append("let limit = ").append(limit).append("; ");
            limit = "limit";
        }
        query.append(one("T", "T", "T", "(T | where Seq > 1)"));
        int steps = random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            query.append(" | ").append(narrowing(limit));
        }
        return query.append(" | ").append(last(limit)).toString();
    }

    /** A step that keeps all columns. */
    private String narrowing(String limit) {
        return switch (random.nextInt(7)) {
            case 0 -> one("take ", "limit ") + limit;
            case 1 ->
                one("sort", "order") + " by " + expression(any(Kind.NUMBER, Kind.TEXT, Kind.TIME), 1)
                        + one("", " asc", " desc") + one("", " nulls first", " nulls last");
            case 2 -> "extend " + one("X", "Level", "Seq2") + " = " + expression(any(Kind.values()), 2);
            case 3 -> "top " + limit + " by " + expression(any(Kind.NUMBER, Kind.TIME), 1);
            default -> one("where ", "filter ") + expression(Kind.BOOL, 3);
        };
    }

    private String last(String limit) {
        return switch (random.nextInt(13)) {
            case 0 -> "count";
            case 1 -> "distinct " + expression(any(Kind.NUMBER, Kind.TEXT), 1);
            case 2 ->
                "summarize " + list(this::aggregate) + one("", " by " + expression(any(Kind.TEXT, Kind.NUMBER), 1));
            case 3 ->
                "summarize " + aggregate() + " by "
                        + one("Level", "bin(TimeGenerated, 1h)", "x = bin(Seq, 10)", "Properties");
            case 4 ->
                "join kind=" + one("inner", "leftouter", "leftanti", "leftsemi", "innerunique") + " U on "
                        + one(
                                "Level",
                                "Seq",
                                "$left.Level == $right.Level",
                                "$left.Seq == $right.Weight",
                                "Level, Seq");
            case 5 -> "union " + one("U", "(U | where Seq > " + limit + ")");
            case 6 ->
                "parse Message with " + one("* ", "") + "'a=' A:" + one("long", "string", "datetime")
                        + one(" ' '", " ' b=' B", "");
            case 7 -> "mv-expand " + one("Properties", "x = Properties.list", "Properties to typeof(string)", "Level");
            case 8 ->
                one("project-away ", "project-keep ", "project-reorder ") + one("Level", "Seq, L*", "Nothing", "P*");
            case 9 -> "project-rename N = " + one("Level", "Seq", "Nothing");
            case 10 -> one("getschema", "search 'a'", "search 'a' or Seq > 5", "search Level:'x'");
            default -> "project " + list(() -> one("", "", "N = ") + expression(any(Kind.values()), 2));
        };
    }

    private String list(Supplier<String> each) {
        List<String> all = new ArrayList<>();
        int size = 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            all.add(each.get());
        }
        return String.join(", ", all);
    }

    private String aggregate() {
        String call = switch (random.nextInt(10)) {
            case 0 -> "sum(" + expression(any(Kind.NUMBER, Kind.SPAN), 1) + ")";
            case 1 -> "avg(" + expression(any(Kind.NUMBER, Kind.TIME), 1) + ")";
            case 2 -> one("min(", "max(") + expression(any(Kind.NUMBER, Kind.TEXT, Kind.DYNAMIC), 1) + ")";
            case 3 -> "dcount(" + expression(Kind.TEXT, 1) + ")";
            case 4 -> "countif(" + expression(Kind.BOOL, 2) + ")";
            case 5 -> one("make_list(", "make_set(") + expression(any(Kind.values()), 1) + ")";
            case 6 ->
                one("arg_max(", "arg_min(") + expression(any(Kind.NUMBER, Kind.TIME), 1) + one(")", ", Level)", ", *)");
            case 7 -> "percentile(" + one("Seq", "Ratio", "Small", "Took", "TimeGenerated") + ", 95)";
            case 8 -> "take_any(" + one("Level", "*", "Seq, Message") + ")";
            default -> "count()";
        };
        return one("", "", "A = ") + call;
    }

    private Kind any(Kind... of) {
        return of[random.nextInt(of.length)];
    }

    private String expression(Kind wanted, int depth) {
        Kind kind = random.nextInt(WRONG_ONE_IN) == 0 ? any(Kind.values()) : wanted;
        if (depth == 0 || random.nextInt(3) == 0) {
            return leaf(kind);
        }
        int less = depth - 1;
        return switch (kind) {
            case BOOL -> bool(less);
            case NUMBER -> number(less);
            case TEXT -> text(less);
            case TIME -> time(less);
            case SPAN ->
                one(
                        expression(Kind.SPAN, less) + one(" + ", " - ") + leaf(Kind.SPAN),
                        "(" + expression(Kind.TIME, less) + " - " + leaf(Kind.TIME) + ")",
                        leaf(Kind.SPAN) + " * 2",
                        "totimespan(" + leaf(Kind.TEXT) + ")");
            case DYNAMIC ->
                one(
                        "parse_json(" + expression(Kind.TEXT, less) + ")",
                        "split(" + expression(Kind.TEXT, less) + ", ',')",
                        leaf(Kind.DYNAMIC) + ".z",
                        leaf(Kind.DYNAMIC) + "[0]",
                        "bag_keys(" + leaf(Kind.DYNAMIC) + ")");
        };
    }

    private String leaf(Kind kind) {
        return switch (kind) {
            case BOOL -> one("Flag", "true", "bool(null)");
            case NUMBER -> one("Seq", "Small", "Ratio", "1", "2.5", "0x1F", "long(null)");
            case TEXT -> one("Level", "Message", "'a b'", "@'x\\y'", "\"q\"");
            case TIME -> one("TimeGenerated", "now()", "datetime(2026-01-02 03:04:05)", "ago(1h)");
            case SPAN -> one("Took", "1h", "2.5d", "time(00:00:01)");
            case DYNAMIC -> one("Properties", "Properties.a", "Properties['b c']", "dynamic([1, 2])");
        };
    }

    private String bool(int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> expression(Kind.BOOL, depth) + one(" and ", " or ") + expression(Kind.BOOL, depth);
            case 1 -> "not(" + expression(Kind.BOOL, depth) + ")";
            case 2 ->
                expression(Kind.NUMBER, depth) + one(" > ", " <= ", " == ", " != ") + expression(Kind.NUMBER, depth);
            case 3 ->
                expression(Kind.TEXT, depth)
                        + one(
                                " == ",
                                " =~ ",
                                " has ",
                                " !contains ",
                                " startswith_cs ",
                                " !endswith ",
                                " hasprefix ",
                                " matches regex ")
                        + "'x'";
            case 4 -> expression(Kind.TIME, depth) + one(" > ", " >= ", " == ") + leaf(Kind.TIME);
            case 5 -> expression(Kind.TEXT, depth) + one(" in ", " !in ", " in~ ", " has_any ") + "('a', 'b')";
            case 6 -> leaf(Kind.NUMBER) + one(" between ", " !between ") + "(1 .. 5)";
            case 7 -> one("isempty(", "isnotnull(", "isnull(") + expression(any(Kind.values()), depth) + ")";
            default -> leaf(Kind.DYNAMIC) + one(" == 5", " == 'x'", " > 1", " has 'y'");
        };
    }

    private String number(int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> expression(Kind.NUMBER, depth) + one(" + ", " - ", " * ", " / ", " % ") + leaf(Kind.NUMBER);
            case 1 -> one("strlen(", "tolong(", "toreal(", "toint(") + expression(Kind.TEXT, depth) + ")";
            case 2 -> "(" + leaf(Kind.SPAN) + " / 1s)";
            case 3 -> one("bin(", "floor(") + leaf(Kind.NUMBER) + ", " + one("1", "2.5") + ")";
            case 4 -> "iff(" + expression(Kind.BOOL, depth) + ", " + leaf(Kind.NUMBER) + ", " + leaf(Kind.NUMBER) + ")";
            case 5 -> "-" + leaf(Kind.NUMBER);
            default ->
                one(
                        "array_length(" + leaf(Kind.DYNAMIC) + ")",
                        "indexof(Message, 'x')",
                        "round(Ratio, 2)",
                        "datetime_diff('day', TimeGenerated, now())",
                        "abs(Seq)",
                        "hash(Level, 10)");
        };
    }

    private String text(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> one("tolower(", "toupper(", "tostring(") + expression(any(Kind.values()), depth) + ")";
            case 1 -> "strcat(" + expression(Kind.TEXT, depth) + ", " + leaf(any(Kind.values())) + ")";
            case 2 -> "substring(" + leaf(Kind.TEXT) + ", 1" + one("", ", 2") + ")";
            case 3 -> "case(" + leaf(Kind.BOOL) + ", " + leaf(Kind.TEXT) + ", " + leaf(Kind.TEXT) + ")";
            case 4 ->
                one(
                        "extract('a(.)', 1, Message)",
                        "trim('x', Level)",
                        "replace_string(Message, 'a', 'b')",
                        "format_datetime(TimeGenerated, 'yyyy-MM-dd')");
            default -> "coalesce(" + leaf(Kind.TEXT) + ", " + leaf(Kind.TEXT) + ")";
        };
    }

    private String time(int depth) {
        return one(
                "bin(" + leaf(Kind.TIME) + ", 1h)",
                "startofday(" + expression(Kind.TIME, depth) + ")",
                expression(Kind.TIME, depth) + one(" + ", " - ") + leaf(Kind.SPAN),
                "todatetime(" + leaf(any(Kind.TEXT, Kind.DYNAMIC)) + ")");
    }
}
