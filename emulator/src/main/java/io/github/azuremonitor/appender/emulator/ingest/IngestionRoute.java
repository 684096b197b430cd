package io.github.azuremonitor.appender.emulator.ingest;

import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.rows.IngestionError;
import io.github.azuremonitor.appender.emulator.rows.RowStore;
import io.github.azuremonitor.appender.emulator.rows.Submission;
import io.github.azuremonitor.appender.emulator.rows.Tables;
import io.github.azuremonitor.appender.emulator.rows.UnreadableBodyException;
import io.github.azuremonitor.appender.emulator.token.Identity;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /dataCollectionRules/{id}/streams/{stream}}. The order of the checks: address, api-version, token (401),
 * rule (404), role (403), stream (400), quota (429), length (413), empty body (500), content. Of the real service's
 * order only "rule before role" is known. Safe for use by several threads.
 */
public final class IngestionRoute implements Route {
    /** The largest request, by its length on the wire: 1 MB (recorded error text of the real service). */
    public static final int MAX_CONTENT_LENGTH = 1_048_576;

    /** The versions in the public API specification (Azure/azure-rest-api-specs). */
    private static final Set<String> API_VERSIONS = Set.of("2021-11-01-preview", "2023-01-01", "2023-04-01-preview");

    private final IngestSettings settings;
    private final Map<String, UsageMeter> meters = new ConcurrentHashMap<>();
    private final TokenIssuer issuer;
    private final Roles roles;
    private final RowStore store;
    private final Tables tables;
    private final Problems problems;

    public IngestionRoute(
            IngestSettings settings,
            TokenIssuer issuer,
            Roles roles,
            RowStore store,
            Tables tables,
            Problems problems) {
        this.tables = tables;
        this.problems = problems;
        this.settings = settings;
        this.issuer = issuer;
        this.roles = roles;
        this.store = store;
    }

    /** What was received for a rule. Throws {@link IllegalArgumentException} for an unknown one. */
    public DcrUsage usage(String dcrImmutableId) {
        UsageMeter meter = meter(dcrImmutableId, settings.rules().now().rules());
        if (meter == null) {
            throw new IllegalArgumentException("there is no rule " + dcrImmutableId);
        }
        return meter.usage();
    }

    /** A rule that is removed and added again keeps its counts; an unknown id has none. */
    private @Nullable UsageMeter meter(@Nullable String dcrImmutableId, Map<String, DcrDefinition> rules) {
        return dcrImmutableId == null || !rules.containsKey(dcrImmutableId)
                ? null
                : meters.computeIfAbsent(dcrImmutableId, id -> new UsageMeter(settings.quota()));
    }

    /** Resets all counts. */
    public void clearUsage() {
        meters.values().forEach(UsageMeter::clear);
    }

    @Override
    public boolean claims(Call call) {
        return call.dcrImmutableId() != null;
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        Map<String, DcrDefinition> rules = settings.rules().now().rules();
        Answer answer = judged(call, fault, rules);
        if (answer.status() < 400) {
            return answer;
        }
        if (fault.kind() != Fault.Kind.NONE) {
            return answer.advising(Fault.ADVICE);
        }
        String audience = issuer.audience(call.header("Authorization"));
        Advice advice = Advice.on(answer, call, rules, audience);
        problems.met(
                Problem.Kind.REFUSED,
                call.dcrImmutableId(),
                call.stream(),
                String.valueOf(answer.code() == null ? answer.status() : answer.code()),
                1,
                settings.clock().instant(),
                "InvalidAudience".equals(answer.code()) ? audience : "",
                advice.cause(),
                advice.fix());
        return answer.advising(advice.toString());
    }

    private Answer judged(Call call, Fault fault, Map<String, DcrDefinition> rules) {
        if (!call.method().equals("POST")) {
            return ServiceAnswers.plain(405, UUID.randomUUID().toString(), ServiceAnswers.clientRequestId(call))
                    .with("Allow", "POST");
        }
        String version = call.query("api-version");
        if (version == null || !API_VERSIONS.contains(version)) {
            return ErrorAnswers.apiVersion(call, version);
        }
        UsageMeter meter = meter(call.dcrImmutableId(), rules);
        Instant now = settings.clock().instant();
        if (meter != null) {
            meter.arrived(now, call.wireBytes());
        }
        TokenIssuer.Verdict verdict = issuer.judge(call.header("Authorization"));
        if (fault.kind() == Fault.Kind.REFUSE_TOKEN) {
            return ErrorAnswers.token(call, "InvalidToken", "The authentication token is refused by script.");
        }
        if (settings.requireToken() && verdict.identity() == null) {
            return ErrorAnswers.token(
                    call, Objects.requireNonNull(verdict.fault()), Objects.requireNonNull(verdict.message()));
        }
        DcrDefinition rule = rules.get(Objects.requireNonNull(call.dcrImmutableId()));
        if (rule == null || meter == null || fault.kind() == Fault.Kind.UNKNOWN_RULE) {
            return ErrorAnswers.unknownRule(call);
        }
        Identity identity = verdict.identity();
        boolean mayWrite = !settings.requireToken() || identity == null || roles.has(identity.objectId());
        if (!mayWrite || fault.kind() == Fault.Kind.REFUSE_ROLE) {
            return ErrorAnswers.role(call, rule, identity);
        }
        String stream =
                URLDecoder.decode(Objects.requireNonNull(call.stream()).replace("+", "%2B"), StandardCharsets.UTF_8);
        Map<String, ColumnType> columns = rule.streams().get(stream);
        if (columns == null) {
            return ErrorAnswers.unknownStream(call);
        }
        int retryAfter = meter.throttledFor(now);
        if (retryAfter > 0) {
            return ErrorAnswers.throttled(call, retryAfter);
        }
        if (call.wireBytes() > MAX_CONTENT_LENGTH) {
            return ErrorAnswers.tooLong(call);
        }
        if (call.wireBytes() == 0) {
            return ErrorAnswers.empty(call);
        }
        return content(call, rule, stream, columns, now, meter);
    }

    private Answer content(
            Call call,
            DcrDefinition rule,
            String stream,
            Map<String, ColumnType> columns,
            Instant now,
            UsageMeter meter) {
        String encoding = call.header("Content-Encoding");
        if (encoding != null && !call.gzip()) {
            return ErrorAnswers.encoding(call, encoding);
        }
        String type = call.header("Content-Type");
        boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
        if (!json && settings.mode() == Mode.STRICT) {
            return ErrorAnswers.contentType(call, type);
        }
        String requestId = UUID.randomUUID().toString();
        String clientRequestId = ServiceAnswers.clientRequestId(call);
        Answer success = ServiceAnswers.plain(204, requestId, clientRequestId);
        try {
            RowStore.Accepted accepted = store.add(new Submission(
                    call.body(), call.gzip(), rule.immutableId(), stream, columns, now, requestId, clientRequestId));
            meter.accepted(accepted.rawBytes(), accepted.rows());
            for (Tables.Failure failure : tables.failures(rule.immutableId(), stream)) {
                failed(
                        failure,
                        new IngestionError(
                                now,
                                clientRequestId,
                                requestId,
                                stream,
                                IngestionError.TRANSFORMATION,
                                failure.message(),
                                rule.armId()),
                        rule,
                        accepted.rows());
            }
            for (Tables.DroppedColumn dropped : tables.dropped(rule.immutableId(), stream)) {
                dropped(dropped, rule, stream, now, accepted.rows());
            }
            return success.accounting(accepted.rawBytes(), accepted.rows());
        } catch (UnreadableBodyException e) {
            if (e.reason() == UnreadableBodyException.Reason.INFLATES_TOO_LARGE) {
                return ErrorAnswers.inflatesTooLarge(call, e);
            }
            if (settings.mode() == Mode.STRICT) {
                return ErrorAnswers.unreadable(call, e).accounting(e.rawBytes(), 0);
            }
            store.lost(new IngestionError(
                    now,
                    clientRequestId,
                    requestId,
                    stream,
                    IngestionError.INGESTION,
                    String.valueOf(e.getMessage()),
                    rule.armId()));
            String fix = "Send a JSON array of objects; the service answers 204 and stores nothing.";
            problems.met(
                    Problem.Kind.LOST_BODY,
                    rule.immutableId(),
                    stream,
                    e.reason().name(),
                    1,
                    now,
                    "",
                    String.valueOf(e.getMessage()),
                    fix);
            return success.accounting(e.rawBytes(), 0).advising("The rows are lost: " + e.getMessage() + ". " + fix);
        }
    }

    private void dropped(Tables.DroppedColumn dropped, DcrDefinition rule, String stream, Instant now, int rows) {
        problems.met(
                Problem.Kind.DROPPED_COLUMN,
                rule.immutableId(),
                stream,
                dropped.column(),
                rows,
                now,
                "",
                "The table " + dropped.table() + " has no column \"" + dropped.column()
                        + "\"; what the rule puts there is dropped.",
                "Add the column to the table, or leave it out in transformKql.");
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        if (fault.body() != null) {
            return Route.super.scripted(call, fault);
        }
        return ErrorAnswers.scripted(call, fault);
    }

    /**
     * Rows that Azure accepts and cannot transform are lost except for a row in DCRLogErrors; here the stream still has
     * them.
     */
    private void failed(Tables.Failure failure, IngestionError error, DcrDefinition rule, int rows) {
        store.lost(error);
        problems.met(
                Problem.Kind.FAILED_TRANSFORMATION,
                rule.immutableId(),
                error.inputStreamId(),
                failure.table(),
                rows,
                error.time(),
                failure.transformKql(),
                failure.message(),
                "Correct transformKql of the flow into " + failure.table() + "; until then its rows are in no table.");
    }
}
