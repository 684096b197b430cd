package io.github.azuremonitor.appender.emulator.arm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.rows.StreamCounts;
import io.github.azuremonitor.appender.emulator.rows.Tables;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} of a rule's metrics and of their definitions, by the minute. The form of the answer is that of the examples
 * of the API's specification ({@code Metrics_List} and {@code MetricDefinitions_List}, 2024-02-01), the refusal of an
 * unknown name is as people report it (Azure/azure-sdk-for-net#29584). Unverified: that a minute without rows is 0, the
 * values of {@code ErrorType} and {@code ColumnsDroppedAt}, and what counts as a dropped column. Here metrics are there at
 * once, in Azure after some minutes. Safe for use by several threads.
 */
public final class MetricsRoute implements Route {
    private static final Pattern PATH = Pattern.compile(
            "(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Insights/dataCollectionRules/[^/]+)"
                    + "/providers/Microsoft\\.Insights/(metrics|metricDefinitions)/?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EVERY = Pattern.compile("(\\w+) eq '\\*'");
    private static final long MOST_MINUTES = 7 * 24 * 60;
    private static final String NAMESPACE = "microsoft.insights/datacollectionrules";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Resources resources;
    private final Rules rules;
    private final Tables tables;
    private final boolean requireToken;
    private final Refusals refusals;

    /** @param refusals has the problems, and so the columns that were dropped */
    public MetricsRoute(Resources resources, Rules rules, Tables tables, boolean requireToken, Refusals refusals) {
        this.resources = resources;
        this.rules = rules;
        this.tables = tables;
        this.requireToken = requireToken;
        this.refusals = refusals;
    }

    @Override
    public boolean claims(Call call) {
        return PATH.matcher(call.path()).matches();
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        return refusals.told(answer(call), call);
    }

    private Answer answer(Call call) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches() || !"GET".equals(call.method())) {
            return Answer.notAllowed("GET");
        }
        TokenIssuer.Verdict verdict = refusals.issuer()
                .judge(call.header("Authorization"), TokenIssuer.audiences(ArmRoute.AUDIENCES, call.header("Host")));
        if (requireToken && verdict.fault() != null) {
            return ArmErrors.token(verdict.fault(), String.valueOf(verdict.message()));
        }
        if (call.query("api-version") == null) {
            return ArmErrors.noApiVersion();
        }
        ResourceId id = Objects.requireNonNull(ResourceId.parse(path.group(1)));
        DcrDefinition rule = rule(id);
        if (rule == null) {
            return ArmErrors.notFound(id);
        }
        return path.group(2).equalsIgnoreCase("metrics") ? metrics(id, rule, call) : definitions(id);
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        String code = fault.code();
        return fault.body() != null || code == null
                ? Route.super.scripted(call, fault)
                : ArmErrors.scripted(fault.status(), code, fault.message());
    }

    /** One that was put, or one of a file that has its id in it. */
    private @Nullable DcrDefinition rule(ResourceId id) {
        ObjectNode put = resources.get(id);
        Map<String, DcrDefinition> known = rules.now().rules();
        return put != null
                ? known.get(put.path("properties").path("immutableId").asText())
                : known.values().stream()
                        .filter(rule -> rule.armId().equalsIgnoreCase(id.path()))
                        .findFirst()
                        .orElse(null);
    }

    private static Answer definitions(ResourceId id) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode all = body.putArray("value");
        for (RuleMetric metric : RuleMetric.values()) {
            ObjectNode one = all.addObject()
                    .put("id", id.path() + "/providers/microsoft.insights/metricdefinitions/" + metric.azure())
                    .put("resourceId", id.path())
                    .put("namespace", NAMESPACE);
            named(one.putObject("name"), metric.azure(), metric.title());
            one.put("isDimensionRequired", false)
                    .put("unit", "Count")
                    .put("primaryAggregationType", metric.aggregation());
            one.putArray("supportedAggregationTypes").add(metric.aggregation());
            one.putArray("metricAvailabilities")
                    .addObject()
                    .put("timeGrain", "PT1M")
                    .put("retention", "P93D");
            ArrayNode dimensions = one.putArray("dimensions");
            named(dimensions.addObject(), RuleMetric.STREAM, "Input Stream");
            if (metric.more() != null) {
                named(dimensions.addObject(), metric.more(), metric.more());
            }
        }
        return Answer.json(200, body.toString());
    }

    private Answer metrics(ResourceId id, DcrDefinition rule, Call call) {
        Instant from;
        Instant to;
        String timespan = String.valueOf(call.query("timespan"));
        try {
            String[] ends = timespan.split("/", 2);
            from = Instant.parse(ends[0]).truncatedTo(ChronoUnit.MINUTES);
            to = Instant.parse(ends[1]);
        } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
            return flat("Invalid time range: '" + timespan + "' is no START/END here.");
        }
        if (ChronoUnit.MINUTES.between(from, to) > MOST_MINUTES || !from.isBefore(to)) {
            return flat("Invalid time range: '" + timespan + "' is not before its end, or more than seven days.");
        }
        ObjectNode body = JSON.createObjectNode()
                .put("cost", Math.max(0, ChronoUnit.MINUTES.between(from, to)))
                .put("timespan", from + "/" + to)
                .put("interval", "PT1M");
        ArrayNode values = body.putArray("value");
        for (String name : String.valueOf(call.query("metricnames")).split(",", -1)) {
            RuleMetric metric = RuleMetric.of(name.strip());
            if (metric == null) {
                return flat("Failed to find metric configuration for provider: Microsoft.Insights, resource Type:"
                        + " dataCollectionRules, metric: " + name + ", Valid metrics: "
                        + Arrays.stream(RuleMetric.values())
                                .map(RuleMetric::azure)
                                .collect(Collectors.joining(",")));
            }
            ObjectNode value = values.addObject()
                    .put("id", id.path() + "/providers/Microsoft.Insights/metrics/" + metric.azure())
                    .put("type", "Microsoft.Insights/metrics");
            named(value.putObject("name"), metric.azure(), metric.title());
            value.put("unit", "Count");
            series(value.putArray("timeseries"), metric, rule, split(call), new Window(from, to));
            value.put("errorCode", "Success");
        }
        body.put("namespace", NAMESPACE).put("resourceregion", "emulator");
        return Answer.json(200, body.toString());
    }

    private record Window(Instant from, Instant to) {}

    /** The dimensions by which the answer is to be split; a filter for one value is not understood. */
    private static Set<String> split(Call call) {
        Set<String> dimensions = new LinkedHashSet<>();
        Matcher every = EVERY.matcher(String.valueOf(call.query("$filter")));
        while (every.find()) {
            dimensions.add(every.group(1).toLowerCase(Locale.ROOT));
        }
        return dimensions;
    }

    private void series(ArrayNode into, RuleMetric metric, DcrDefinition rule, Set<String> split, Window window) {
        SortedMap<Instant, Long> all = new TreeMap<>();
        for (String stream : rule.streams().keySet()) {
            of(metric, rule, stream).forEach((reason, counts) -> {
                if (split.isEmpty()) {
                    counts.forEach((minute, count) -> all.merge(minute, count, Long::sum));
                } else if (counts.values().stream().anyMatch(count -> count > 0)) {
                    ObjectNode one = into.addObject();
                    ArrayNode names = one.putArray("metadatavalues");
                    value(names, RuleMetric.STREAM, stream);
                    if (metric.more() != null && split.contains(metric.more().toLowerCase(Locale.ROOT))) {
                        value(names, metric.more(), reason);
                    }
                    data(one.putArray("data"), metric, counts, window);
                }
            });
        }
        if (split.isEmpty()) {
            ObjectNode one = into.addObject();
            one.putArray("metadatavalues");
            data(one.putArray("data"), metric, all, window);
        }
    }

    /** By the value of the metric's second dimension. */
    private Map<String, SortedMap<Instant, Long>> of(RuleMetric metric, DcrDefinition rule, String stream) {
        StreamCounts counts = tables.counts(rule, stream);
        return switch (metric) {
            case ROWS_RECEIVED -> Map.of("", counts.received());
            case ROWS_DROPPED -> Map.of("", counts.dropped());
            case TRANSFORM_ERRORS -> Map.of("TransformationError", counts.errors());
            case COLUMNS_DROPPED ->
                Map.of(
                        "InputStream", met(Problem.Kind.IGNORED_PROPERTY, rule, stream),
                        "Table", met(Problem.Kind.DROPPED_COLUMN, rule, stream));
        };
    }

    /** When they were met last, because that is what is known. */
    private SortedMap<Instant, Long> met(Problem.Kind kind, DcrDefinition rule, String stream) {
        SortedMap<Instant, Long> counts = new TreeMap<>();
        for (Problem problem : refusals.problems().newestFirst()) {
            if (problem.kind() == kind
                    && rule.immutableId().equals(problem.dcrImmutableId())
                    && stream.equals(problem.stream())) {
                counts.merge(problem.last().truncatedTo(ChronoUnit.MINUTES), problem.count(), Long::sum);
            }
        }
        return counts;
    }

    private static void data(ArrayNode into, RuleMetric metric, SortedMap<Instant, Long> counts, Window window) {
        for (Instant at = window.from(); at.isBefore(window.to()); at = at.plus(1, ChronoUnit.MINUTES)) {
            into.addObject().put("timeStamp", at.toString()).put(metric.field(), (double) counts.getOrDefault(at, 0L));
        }
    }

    private static void value(ArrayNode into, String dimension, String value) {
        ObjectNode one = into.addObject();
        String name = dimension.toLowerCase(Locale.ROOT);
        named(one.putObject("name"), name, name);
        one.put("value", value);
    }

    private static void named(ObjectNode into, String value, String localized) {
        into.put("value", value).put("localizedValue", localized);
    }

    /** The metrics' own errors have no object around them. */
    private static Answer flat(String message) {
        return Answer.json(
                        400,
                        JSON.createObjectNode()
                                .put("code", "BadRequest")
                                .put("message", message)
                                .toString())
                .advising(message);
    }
}
