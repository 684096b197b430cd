package io.github.azuremonitor.appender.emulator.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.kql.Kql;
import io.github.azuremonitor.appender.emulator.kql.KqlAnswer;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.kql.KqlFunction;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST} and {@code GET /v1/workspaces/{id}/query}, {@code /search} and the same below a resource's id. There is one
 * workspace, whatever it is called. Safe for use by several threads.
 */
public final class QueryRoute implements Route {
    /** Who a token may be meant for, in the public, the US government's and the Chinese cloud. */
    public static final Set<String> AUDIENCES = Set.of(
            "https://api.loganalytics.io",
            "https://api.loganalytics.azure.com",
            "https://api.loganalytics.us",
            "https://api.loganalytics.azure.cn");

    private static final Pattern PATH =
            Pattern.compile("(?:/v1)?/(?:workspaces/[^/]+|subscriptions/.+)/(?:query|search)");
    /** Where the emulator's own page asks: the answer is the same, no token is needed. */
    private static final String PAGE = "/page/query";

    private static final Pattern WAIT = Pattern.compile("(?:^|[ ,;])wait=([0-9]{1,6})");

    /** How long a query may take if the client does not say, and at most (Azure Monitor docs, "Timeouts"). */
    public static final Duration USUAL_WAIT = Duration.ofMinutes(3);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<List<KqlTable>> tables;
    private final Supplier<List<KqlFunction>> functions;
    private final InstantSource clock;
    private final boolean requireToken;
    private final TokenIssuer issuer;
    private final Problems problems;

    /**
     * @param tables what can be queried at the moment
     * @param functions what queries can call at the moment
     * @param problems where refused tokens are told
     */
    public QueryRoute(
            Supplier<List<KqlTable>> tables,
            Supplier<List<KqlFunction>> functions,
            InstantSource clock,
            boolean requireToken,
            TokenIssuer issuer,
            Problems problems) {
        this.tables = tables;
        this.functions = functions;
        this.clock = clock;
        this.requireToken = requireToken;
        this.issuer = issuer;
        this.problems = problems;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals(PAGE) || PATH.matcher(call.path()).matches();
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        Answer refusal = call.path().equals(PAGE) ? null : refusal(call);
        if (refusal != null) {
            return refusal;
        }
        String query;
        String timespan;
        if (call.method().equals("GET")) {
            query = call.query("query");
            timespan = call.query("timespan");
        } else if (call.method().equals("POST")) {
            JsonNode body;
            try {
                body = JSON.readTree(call.body());
            } catch (JsonProcessingException e) {
                return QueryErrors.badRequest("The body is no JSON: " + e.getOriginalMessage());
            } catch (IOException e) {
                return QueryErrors.badRequest("The body is no JSON.");
            }
            query = text(body, "query");
            timespan = text(body, "timespan") == null ? call.query("timespan") : text(body, "timespan");
        } else {
            return Answer.notAllowed("GET, POST");
        }
        if (query == null) {
            return QueryErrors.badRequest("There is no query.");
        }
        return answer(query, timespan, call.header("Prefer"));
    }

    /** For a request without a good token; else null. */
    @Nullable Answer refusal(Call call) {
        TokenIssuer.Verdict verdict =
                issuer.judge(call.header("Authorization"), TokenIssuer.audiences(AUDIENCES, call.header("Host")));
        if (!requireToken || verdict.fault() == null) {
            return null;
        }
        String message = String.valueOf(verdict.message());
        problems.met(
                Problem.Kind.REFUSED,
                null,
                null,
                call.path(),
                1,
                clock.instant(),
                issuer.audience(call.header("Authorization")),
                message,
                QueryErrors.TOKEN_FIX);
        return QueryErrors.token(verdict.fault(), message);
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        return fault.body() != null || fault.code() == null
                ? Route.super.scripted(call, fault)
                : QueryErrors.scripted(fault);
    }

    private static @Nullable String text(JsonNode body, String name) {
        return body.path(name).isTextual() ? body.path(name).textValue() : null;
    }

    Answer answer(String query, @Nullable String timespan, @Nullable String prefer) {
        Instant now = clock.instant();
        Timespan within;
        try {
            within = Timespan.parse(timespan, now);
        } catch (IllegalArgumentException e) {
            return QueryErrors.badRequest(String.valueOf(e.getMessage()));
        }
        List<? extends KqlTable> read = tables.get().stream()
                .map(table -> new WindowedTable(table, within))
                .toList();
        try {
            long begun = System.nanoTime();
            KqlAnswer answer = Kql.query(query, read, functions.get(), now, limit(prefer), System::nanoTime);
            String wanted = prefer == null ? "" : prefer;
            return Answer.json(new QueryPages(
                    answer,
                    answer.next(),
                    wanted.contains("include-statistics=true") ? begun : null,
                    wanted.contains("include-render=true")));
        } catch (KqlException e) {
            return QueryErrors.of(e, query);
        }
    }

    private static Duration limit(@Nullable String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.find()) {
            return USUAL_WAIT;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
}
