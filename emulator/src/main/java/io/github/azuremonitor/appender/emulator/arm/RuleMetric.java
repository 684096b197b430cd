package io.github.azuremonitor.appender.emulator.arm;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a data collection rule. Names, units, aggregations and dimensions are those of the page "Supported metrics
 * for Microsoft.Insights/datacollectionrules" (2025-04-16), but for {@link #COLUMNS_DROPPED}: that came with "Monitor DCR
 * data collection" (2026-09-10), which gives its title and dimension and not its name, so the name is unverified.
 */
enum RuleMetric {
    ROWS_RECEIVED("RowsReceived_Count", "Logs Rows Received per Min", "Total", null),
    ROWS_DROPPED("RowsDropped_Count", "Logs Rows Dropped per Min", "Total", null),
    TRANSFORM_ERRORS("TransformationErrors_Count", "Logs Transform Errors per Min", "Count", "ErrorType"),
    COLUMNS_DROPPED("ColumnsDropped_Count", "Log Columns Dropped per Min", "Total", "ColumnsDroppedAt");

    /** The dimension that all of them have. */
    static final String STREAM = "InputStreamId";

    private final String azure;
    private final String title;
    private final String aggregation;
    private final @Nullable String more;

    RuleMetric(String azure, String title, String aggregation, @Nullable String more) {
        this.azure = azure;
        this.title = title;
        this.aggregation = aggregation;
        this.more = more;
    }

    /** Null for a name that is none; its case does not matter. */
    static @Nullable RuleMetric of(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.azure.equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    String azure() {
        return azure;
    }

    String title() {
        return title;
    }

    /** The one that is its own. */
    String aggregation() {
        return aggregation;
    }

    /** The field of a value. */
    String field() {
        return aggregation.toLowerCase(Locale.ROOT);
    }

    /** A dimension beside the stream, or null. */
    @Nullable String more() {
        return more;
    }
}
