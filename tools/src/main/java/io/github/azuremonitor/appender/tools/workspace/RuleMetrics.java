package io.github.azuremonitor.appender.tools.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.JsonCalls;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule's metrics (Azure Monitor docs, "Supported metrics for Microsoft.Insights/datacollectionrules" and "Monitor DCR
 * data collection"), by {@code Metrics_List} of 2024-02-01, the newest that the API's specification has. Which aggregation
 * a metric has, and what the one of dropped columns is called, which stands on no page, is taken from the definitions.
 */
public final class RuleMetrics implements AutoCloseable {
    private static final String API = "2024-02-01";
    private static final Pattern ID = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Insights/dataCollectionRules/[^/?#]+",
            Pattern.CASE_INSENSITIVE);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String STREAM = "InputStreamId";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonCalls calls;
    private final String path;

    private RuleMetrics(JsonCalls calls, String path) {
        this.calls = calls;
        this.path = path;
    }

    /**
     * Touches nothing yet.
     *
     * @param id the rule's resource id
     * @param endpoint where Resource Manager is; null for the one of the cloud
     */
    static RuleMetrics open(
            String id, @Nullable String endpoint, PipelineSettings settings, Time time, Reporter reporter)
            throws BadInput {
        if (!ID.matcher(id).matches()) {
            throw new BadInput(
                    "--rule-id: '" + id + "' is no resource id of a data collection rule; take what 'az monitor"
                            + " data-collection rule show --query id' prints");
        }
        Cloud cloud = Cloud.of(settings.credential().audience());
        URI base = Cloud.endpoint("--management-endpoint", endpoint == null ? cloud.management() : endpoint);
        JsonCalls calls = JsonCalls.create(settings, base, cloud.management(), PATIENCE, time, reporter);
        return new RuleMetrics(calls, base.toString().replaceAll("/+$", "") + id + "/providers/Microsoft.Insights/");
    }

    /** Asks for all of a stream; minutes are whole. */
    public RuleCounts of(String stream, Instant from, Instant to) {
        String span = from.truncatedTo(ChronoUnit.MINUTES) + "/"
                + to.plus(1, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
        try {
            JsonNode definitions = get("metricDefinitions?api-version=" + API);
            return new RuleCounts(
                    "",
                    sum(count(definitions, "RowsReceived_Count", stream, span)),
                    sum(count(definitions, "RowsDropped_Count", stream, span)),
                    sum(count(definitions, "TransformationErrors_Count", stream, span)),
                    count(definitions, "ColumnsDroppedAt", stream, span));
        } catch (Unreadable why) {
            return RuleCounts.unreadable(String.valueOf(why.getMessage()));
        }
    }

    private static long sum(SortedMap<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * By the value of its second dimension; empty if the rule has no such metric.
     *
     * @param known the name of the metric, or of a dimension that it alone has
     */
    private SortedMap<String, Long> count(JsonNode definitions, String known, String stream, String span)
            throws Unreadable {
        var counts = new TreeMap<String, Long>();
        for (JsonNode metric : definitions.path("value")) {
            String name = metric.path("name").path("value").asText();
            String second = "";
            for (JsonNode dimension : metric.path("dimensions")) {
                String value = dimension.path("value").asText();
                second = value.equalsIgnoreCase(STREAM) ? second : value;
            }
            if (!name.equals(known) && !second.equals(known)) {
                continue;
            }
            String aggregation =
                    metric.path("primaryAggregationType").asText("Total").toLowerCase(Locale.ROOT);
            String split = STREAM + " eq '*'" + (second.isEmpty() ? "" : " and " + second + " eq '*'");
            JsonNode answer = get("metrics?api-version=" + API + "&interval=PT1M&top=100&metricnames=" + encoded(name)
                    + "&aggregation=" + encoded(aggregation) + "&timespan=" + encoded(span) + "&$filter="
                    + encoded(split));
            for (JsonNode series : answer.path("value").path(0).path("timeseries")) {
                if (stream.equalsIgnoreCase(dimension(series, STREAM))) {
                    long count = 0;
                    for (JsonNode minute : series.path("data")) {
                        count += minute.path(aggregation).asLong();
                    }
                    counts.merge(dimension(series, second), count, Long::sum);
                }
            }
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Azure gives names of dimensions back in small letters. */
    private static String dimension(JsonNode series, String name) {
        for (JsonNode value : series.path("metadatavalues")) {
            if (value.path("name").path("value").asText().equalsIgnoreCase(name)) {
                return value.path("value").asText();
            }
        }
        return "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode get(String what) throws Unreadable {
        JsonCalls.Reply reply = calls.get(URI.create(path + what));
        if (reply.status() <= 0) {
            throw new Unreadable((reply.status() == 0 ? "no token for Azure Resource Manager: " : "") + reply.text());
        }
        JsonNode body;
        try {
            body = JSON.readTree(reply.text());
        } catch (JsonProcessingException noJson) {
            throw new Unreadable(reply.status() + " without JSON, so not Azure Resource Manager");
        }
        if (reply.status() == 200 && body.path("value").isArray()) {
            return body;
        }
        JsonNode error = body.path("error").isObject() ? body.path("error") : body;
        String said = (reply.status() + " " + error.path("code").asText()).strip();
        String message = error.path("message").asText().strip().replaceAll("\\s+", " ");
        throw new Unreadable(
                switch (reply.status()) {
                    case 403 ->
                        "this identity may not read the rule's metrics (" + said
                                + "); give it the role Monitoring Reader on" + " the rule, which sending does not need";
                    case 404 ->
                        "there is no such rule (" + said + "); --rule-id takes the resource id that 'az monitor"
                                + " data-collection rule show --query id' prints";
                    default -> said + (message.isEmpty() ? "" : ": " + message);
                });
    }

    @Override
    public void close() {
        calls.close();
    }

    /** With a sentence for people. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }
}
