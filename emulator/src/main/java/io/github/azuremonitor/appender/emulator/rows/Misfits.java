package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.problem.Similar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of one body did not fit its stream, by kind and column. Not thread-safe. */
final class Misfits {
    private static final int MOST = 100;
    private static final int SAMPLE_CHARS = 200;

    private record Key(Problem.Kind kind, String column) {}

    private static final class Seen {
        private long count;
        private final String sample;

        private Seen(String sample) {
            this.sample = sample;
        }
    }

    private final Map<Key, Seen> seen = new LinkedHashMap<>();

    /** Counts one; its value is the sample if it is the first of the body. */
    void add(Problem.Kind kind, String column, @Nullable JsonNode value) {
        Key key = new Key(kind, column);
        Seen before = seen.get(key);
        if (before == null) {
            if (seen.size() == MOST) {
                return;
            }
            before = new Seen(sample(value));
            seen.put(key, before);
        }
        before.count++;
    }

    private static String sample(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        return text.substring(0, Math.min(SAMPLE_CHARS, text.length()));
    }

    /** Adds all to what is known. */
    void tell(Submission submission, Problems problems) {
        seen.forEach((key, misfit) -> problems.met(
                key.kind(),
                submission.dcrImmutableId(),
                submission.stream(),
                key.column(),
                misfit.count,
                submission.receivedAt(),
                misfit.sample,
                cause(key, submission.rules()),
                fix(key, submission.rules())));
    }

    private static String cause(Key key, ColumnRules rules) {
        String column = '"' + key.column() + '"';
        return switch (key.kind()) {
            case IGNORED_PROPERTY -> "The stream declares no column " + column + "; the property was ignored.";
            case WRONG_TYPE ->
                "The column " + column + " is " + typeName(rules.type(key.column()))
                        + " and the value is not; it became null.";
            case CUT_VALUE -> "The column " + column + " got more than 64 KB; the value was cut.";
            case REPLACED_TIME ->
                column
                        + " was missing, no time, more than two days old or more than a day ahead; the time of arrival took"
                        + " its place.";
            default -> "An element of the array is no object; it was dropped.";
        };
    }

    private static String fix(Key key, ColumnRules rules) {
        return switch (key.kind()) {
            case IGNORED_PROPERTY ->
                Similar.to(key.column(), rules.names())
                        .map(similar -> "Did you mean \"" + similar + "\"? Names of columns are case-sensitive.")
                        .orElse("Declare it in the rule's stream and in the table, or leave it out.");
            case WRONG_TYPE -> "Send it as " + example(rules.type(key.column())) + ", or declare another type.";
            case CUT_VALUE -> "Send less, or spread it over several columns.";
            case REPLACED_TIME ->
                "Send it as 2026-01-02T03:04:05.123456Z within these two days; keep an older time in a column of its own.";
            default -> "Send an array of objects.";
        };
    }

    private static String typeName(@Nullable ColumnType type) {
        return type == null ? "undeclared" : type.name().toLowerCase(Locale.ROOT);
    }

    private static String example(@Nullable ColumnType type) {
        if (type == null) {
            return "JSON";
        }
        return switch (type) {
            case STRING -> "a JSON string";
            case INT -> "a whole number of 32 bits, without quotes";
            case LONG -> "a whole number of 64 bits, without quotes";
            case REAL -> "a number, without quotes";
            case BOOLEAN -> "true or false, without quotes";
            case DATETIME -> "a string such as 2026-01-02T03:04:05.123456Z";
            case DYNAMIC -> "JSON";
        };
    }
}
