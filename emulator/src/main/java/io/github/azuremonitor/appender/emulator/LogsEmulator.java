package io.github.azuremonitor.appender.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.arm.ArmRoute;
import io.github.azuremonitor.appender.emulator.arm.MetricsRoute;
import io.github.azuremonitor.appender.emulator.arm.Refusals;
import io.github.azuremonitor.appender.emulator.arm.Resources;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Faults;
import io.github.azuremonitor.appender.emulator.fault.FaultsRoute;
import io.github.azuremonitor.appender.emulator.http.CannotListenException;
import io.github.azuremonitor.appender.emulator.http.EmulatorServer;
import io.github.azuremonitor.appender.emulator.http.HttpSettings;
import io.github.azuremonitor.appender.emulator.http.Mount;
import io.github.azuremonitor.appender.emulator.ingest.DcrUsage;
import io.github.azuremonitor.appender.emulator.ingest.IngestSettings;
import io.github.azuremonitor.appender.emulator.ingest.IngestionRoute;
import io.github.azuremonitor.appender.emulator.ingest.Roles;
import io.github.azuremonitor.appender.emulator.kql.Kql;
import io.github.azuremonitor.appender.emulator.kql.KqlAnswer;
import io.github.azuremonitor.appender.emulator.kql.KqlException;
import io.github.azuremonitor.appender.emulator.page.PageRoute;
import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.query.BatchRoute;
import io.github.azuremonitor.appender.emulator.query.PlainQueryRoute;
import io.github.azuremonitor.appender.emulator.query.QueryRoute;
import io.github.azuremonitor.appender.emulator.rows.IngestionError;
import io.github.azuremonitor.appender.emulator.rows.RowList;
import io.github.azuremonitor.appender.emulator.rows.RowSettings;
import io.github.azuremonitor.appender.emulator.rows.RowStore;
import io.github.azuremonitor.appender.emulator.rows.RowsRoute;
import io.github.azuremonitor.appender.emulator.rows.StreamStats;
import io.github.azuremonitor.appender.emulator.rows.Tables;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.token.EntraRoute;
import io.github.azuremonitor.appender.emulator.token.Identity;
import io.github.azuremonitor.appender.emulator.token.ManagedIdentityRoute;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.token.TokenSettings;
import io.github.azuremonitor.appender.emulator.view.Connection;
import io.github.azuremonitor.appender.emulator.view.Overview;
import io.github.azuremonitor.appender.emulator.view.ProblemsRoute;
import io.github.azuremonitor.appender.emulator.view.RequestsRoute;
import io.github.azuremonitor.appender.emulator.view.SavedQueriesRoute;
import io.github.azuremonitor.appender.emulator.view.StateRoute;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import io.github.azuremonitor.appender.emulator.wire.RequestLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local Azure Monitor Logs Ingestion API with its token endpoints. It listens between {@link #start()} and
 * {@link #close()}; stored rows and issued tokens survive both, and a second start uses the same ports. Safe for use by
 * several threads.
 */
public final class LogsEmulator implements AutoCloseable {
    private final IngestSettings ingest;
    private final RowSettings rows;
    private final TokenSettings tokens;
    private final int mostRequests;
    private final Problems problems = new Problems();
    private final RowStore store;
    private final Tables tables;
    private final TokenIssuer issuer;
    private final Roles roles = new Roles();
    private final IngestionRoute ingestion;
    private final Faults faults = new Faults();
    private final Faults tokenFaults = new Faults();
    private final Faults queryFaults = new Faults();
    private final RequestLog log;
    private final RequestLog tokenLog;
    private final List<Mount> mounts;
    private HttpSettings http; // guarded by this, as the server
    private @Nullable EmulatorServer server;

    LogsEmulator(
            IngestSettings ingest,
            RowSettings rows,
            TokenSettings tokens,
            Set<String> audiences,
            int mostRequests,
            Consumer<RecordedRequest> requestListener,
            HttpSettings http) {
        this.ingest = ingest;
        this.rows = rows;
        this.tokens = tokens;
        this.mostRequests = mostRequests;
        this.http = http;
        this.log = new RequestLog(mostRequests, requestListener);
        this.tokenLog =
                new RequestLog(mostRequests, requestListener.andThen(request -> note(Problem.Kind.NO_TOKEN, request)));
        this.store = new RowStore(rows, problems);
        this.issuer = new TokenIssuer(ingest.clock(), audiences, tokens.secrets());
        Path state = rows.directory();
        Resources resources = new Resources(ingest.rules(), state == null ? null : state.resolve("put"));
        this.store.restore(this::columns);
        this.tables = new Tables(ingest.rules(), store);
        ingest.rules().onFault(this::noteFileFault);
        this.ingestion = new IngestionRoute(ingest, issuer, roles, store, tables, problems);
        Faults none = new Faults();
        RequestLog unread = new RequestLog(0, request -> {});
        Overview overview =
                new Overview(ingest.rules(), log, tokenLog, faults, tokenFaults, problems, store, this::connection);
        QueryRoute queries =
                new QueryRoute(tables::all, tables::functions, ingest.clock(), ingest.requireToken(), issuer, problems);
        Refusals refusals = new Refusals(problems, issuer, ingest.clock());
        this.mounts = List.of(
                new Mount(ingestion, faults, log),
                new Mount(new ManagedIdentityRoute(tokens, issuer), tokenFaults, tokenLog),
                new Mount(new EntraRoute(tokens, issuer), tokenFaults, tokenLog),
                new Mount(queries, queryFaults, new RequestLog(0, requestListener)),
                new Mount(new BatchRoute(queries), queryFaults, new RequestLog(0, requestListener)),
                new Mount(
                        new MetricsRoute(resources, ingest.rules(), tables, ingest.requireToken(), refusals),
                        queryFaults,
                        new RequestLog(0, requestListener)),
                new Mount(
                        new OwnPageOnly(new ArmRoute(
                                resources, ingest.rules(), ingest.requireToken(), refusals, this::ingestionEndpoint)),
                        none,
                        new RequestLog(0, requestListener)),
                new Mount(new OwnPageOnly(new RowsRoute(store, rows.keepRows())), none, unread),
                new Mount(new OwnPageOnly(new PlainQueryRoute(this::answer)), none, unread),
                new Mount(new OwnPageOnly(new RequestsRoute(log, tokenLog)), none, unread),
                new Mount(new OwnPageOnly(new ProblemsRoute(problems)), none, unread),
                new Mount(new OwnPageOnly(new FaultsRoute(faults, tokenFaults)), none, unread),
                new Mount(new OwnPageOnly(new StateRoute(overview)), none, unread),
                new Mount(new OwnPageOnly(new SavedQueriesRoute(ingest.rules())), none, unread),
                new Mount(new PageRoute(), none, unread),
                new Mount(new HealthRoute(), none, unread),
                new Mount(
                        new UnknownRoute(),
                        none,
                        new RequestLog(0, requestListener.andThen(request -> note(Problem.Kind.REFUSED, request)))));
    }

    private @Nullable Map<String, ColumnType> columns(String dcrImmutableId, String stream) {
        DcrDefinition rule = ingest.rules().now().rules().get(dcrImmutableId);
        return rule == null ? null : rule.streams().get(stream);
    }

    private synchronized String ingestionEndpoint() {
        return (http.tls() == null ? httpEndpoint() : httpsEndpoint()).toString();
    }

    private synchronized Connection connection() {
        TlsFiles tls = http.tls();
        return new Connection(
                httpEndpoint().toString(),
                tls == null ? null : httpsEndpoint().toString(),
                tls == null ? null : tls.certificate().toAbsolutePath().toString(),
                appServiceIdentityEndpoint().toString(),
                identityHeader(),
                http.bindAddress(),
                bounds());
    }

    private void noteFileFault(String what) {
        String fix = "Correct it; until then what was read before stays in force.";
        problems.met(
                Problem.Kind.UNREADABLE_DEFINITION,
                null,
                null,
                what,
                1,
                ingest.clock().instant(),
                "",
                what + ".",
                fix);
        System.err.println("logs-emulator: " + what + ". " + fix);
    }

    private void note(Problem.Kind kind, RecordedRequest request) {
        if (!request.advice().isEmpty() && !request.advice().equals(Fault.ADVICE)) {
            problems.met(kind, null, null, request.path(), 1, ingest.clock().instant(), "", request.advice(), "");
        }
    }

    /** Settings for an emulator. */
    public static LogsEmulatorBuilder builder() {
        return new LogsEmulatorBuilder();
    }

    /**
     * Starts listening. Has no effect if it already does.
     *
     * @throws CannotListenException if a port is taken, or the address is not one of this machine
     */
    public synchronized LogsEmulator start() {
        if (server == null) {
            server = new EmulatorServer(http, mounts);
            http = http.on(server.httpPort(), Math.max(0, server.httpsPort()));
        }
        return this;
    }

    /** Closes ports and connections at once, as a crash would; rows, tokens and faults stay. */
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
            log.endAll();
            tokenLog.endAll();
        }
    }

    /** Like {@link #stop()}, and ends all faults. */
    @Override
    public void close() {
        stop();
        faults.clear();
        tokenFaults.clear();
        queryFaults.clear();
    }

    /** {@code http://127.0.0.1:port} or with its host name, the endpoint for clients without TLS. */
    public synchronized URI httpEndpoint() {
        return URI.create("http://" + hostName("127.0.0.1") + ":" + port(http.httpPort()));
    }

    /**
     * {@code https://localhost:port} or with its host name. Throws {@link IllegalStateException} if HTTPS was not asked
     * for.
     */
    public synchronized URI httpsEndpoint() {
        tls();
        return URI.create("https://" + hostName(TlsFiles.LOCALHOST) + ":" + port(http.httpsPort()));
    }

    private String hostName(String otherwise) {
        String name = http.hostName();
        return name == null ? otherwise : name;
    }

    private static int port(int port) {
        if (port == 0) {
            throw new IllegalStateException("the port is known once the emulator has been started");
        }
        return port;
    }

    /** The certificate, trust store and SSL context. Throws {@link IllegalStateException} if HTTPS was not asked for. */
    public synchronized TlsFiles tls() {
        TlsFiles tls = http.tls();
        if (tls == null) {
            throw new IllegalStateException("HTTPS is off: withHttps() turns it on");
        }
        return tls;
    }

    /** For the environment variable {@code IDENTITY_ENDPOINT}. */
    public URI appServiceIdentityEndpoint() {
        return httpEndpoint().resolve(ManagedIdentityRoute.APP_SERVICE_PATH);
    }

    /** For the environment variable {@code IDENTITY_HEADER}. */
    public String identityHeader() {
        return tokens.identityHeader();
    }

    /** For the environment variable {@code AZURE_POD_IDENTITY_AUTHORITY_HOST}. */
    public URI imdsHost() {
        return httpEndpoint();
    }

    /** For {@code AZURE_AUTHORITY_HOST}; needs HTTPS, its trust store, and no instance discovery. */
    public URI authorityHost() {
        return httpsEndpoint();
    }

    /** The directory of both identities. */
    public String tenantId() {
        return tokens.application().tenantId();
    }

    /** The app registration. */
    public String clientId() {
        return tokens.application().clientId();
    }

    /** The secret of the app registration. */
    public String clientSecret() {
        return tokens.clientSecret();
    }

    /** The identity behind {@link #clientId()}. */
    public Identity application() {
        return tokens.application();
    }

    /** The identity of both managed identity endpoints. */
    public Identity managedIdentity() {
        return tokens.managed();
    }

    /** Whether only this machine reaches it. */
    synchronized boolean isLocal() {
        return http.bindAddress().equals("localhost")
                || http.bindAddress().startsWith("127.")
                || http.bindAddress().equals("::1");
    }

    /** The limits on what is kept, for people. */
    synchronized String bounds() {
        String kept = rows.keepRows() ? "rows of " + megabytes(rows.mostBytes()) + " of bodies" : "no rows";
        return kept + ", " + mostRequests + " requests; takes " + megabytes(http.mostBodyBytes())
                + " of bodies at a time, each up to " + megabytes(rows.maxInflatedBytes())
                + " inflated; a query that needs more than the heap of "
                + megabytes(Runtime.getRuntime().maxMemory()) + " ends in an error";
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }

    /** The first rule's id. */
    public String dcrImmutableId() {
        return rules().get(0).immutableId();
    }

    /** The rules at the moment. */
    public List<DcrDefinition> rules() {
        return List.copyOf(ingest.rules().now().rules().values());
    }

    /** A token for the app registration, without a request to an endpoint. */
    public String token() {
        return issuer.issue(tokens.application(), "https://monitor.azure.com/", tokens.lifetime())
                .token();
    }

    /** Who has the role; everybody until it is revoked. */
    public Roles roles() {
        return roles;
    }

    /** The script for ingestion requests. */
    public Faults faults() {
        return faults;
    }

    /** The script for requests to the token endpoints. */
    public Faults tokenFaults() {
        return tokenFaults;
    }

    /** Faults of the query API. */
    public Faults queryFaults() {
        return queryFaults;
    }

    /** All kept rows of a stream, of any rule, in the order in which their requests were accepted. */
    public RowList rows(String stream) {
        return rows(stream, 0, Long.MAX_VALUE);
    }

    /** A page of a stream's kept rows. */
    public RowList rows(String stream, long offset, long limit) {
        return new RowList(store.rows(new RowStore.Source(null, stream), offset, limit));
    }

    /** A page of a stream's kept rows, where several rules have streams of that name. */
    public RowList rows(String dcrImmutableId, String stream, long offset, long limit) {
        return new RowList(store.rows(new RowStore.Source(dcrImmutableId, stream), offset, limit));
    }

    /** Number of rows that a stream has received. */
    public long rowCount(String stream) {
        return store.count(new RowStore.Source(null, stream));
    }

    /** Number of rows that a stream of one rule has received. */
    public long rowCount(String dcrImmutableId, String stream) {
        return store.count(new RowStore.Source(dcrImmutableId, stream));
    }

    /** Statistics of a stream: rows, misfits, and duplicates if a column is counted. */
    public StreamStats stats(String stream) {
        return store.stats(new RowStore.Source(null, stream));
    }

    /** Statistics of a stream of one rule. */
    public StreamStats stats(String dcrImmutableId, String stream) {
        return store.stats(new RowStore.Source(dcrImmutableId, stream));
    }

    /**
     * Waits until a stream has at least this many rows, and reads all of them.
     *
     * @throws AssertionError if it has not in time; the message says what arrived
     */
    public RowList awaitRows(String stream, long rows, Duration timeout) throws InterruptedException {
        awaitRowCount(stream, rows, timeout);
        return rows(stream);
    }

    /** Waits as {@link #awaitRows}, but reads nothing. */
    public long awaitRowCount(String stream, long rows, Duration timeout) throws InterruptedException {
        if (!store.awaitCount(new RowStore.Source(null, stream), rows, timeout.toNanos())) {
            List<Integer> statuses =
                    log.requests().stream().map(RecordedRequest::status).toList();
            throw new AssertionError("%s has %d of %d rows after %s; %d requests, the last were answered with %s"
                    .formatted(
                            stream,
                            rowCount(stream),
                            rows,
                            timeout,
                            statuses.size(),
                            statuses.subList(Math.max(0, statuses.size() - 10), statuses.size())));
        }
        return rowCount(stream);
    }

    /** The newest ingestion requests, as many as the builder says, oldest first. */
    public List<RecordedRequest> requests() {
        return log.requests();
    }

    /**
     * Waits until at least this many ingestion requests have arrived, answered or not.
     *
     * @throws AssertionError if they have not in time
     */
    public List<RecordedRequest> awaitRequests(int requests, Duration timeout) throws InterruptedException {
        if (!log.awaitArrivals(requests, timeout.toNanos())) {
            throw new AssertionError(log.arrivals() + " of " + requests + " requests arrived within " + timeout);
        }
        return log.requests();
    }

    /** The most ingestion requests that were under way together. */
    public int mostInFlight() {
        return log.mostInFlight();
    }

    /** The newest requests to the token endpoints, oldest first. */
    public List<RecordedRequest> tokenRequests() {
        return tokenLog.requests();
    }

    /** How many tokens were issued since the start or the last {@link #clear()} or {@link #revokeTokens()}. */
    public int tokensIssued() {
        return issuer.count();
    }

    /** Invalidates all issued tokens. */
    public void revokeTokens() {
        issuer.revokeAll();
    }

    /** Usage of a rule. */
    public DcrUsage usage(String dcrImmutableId) {
        return ingestion.usage(dcrImmutableId);
    }

    /** Why rows are missing: each cause once, with its count and the fix; the most recent first. */
    public List<Problem> problems() {
        return problems.newestFirst();
    }

    /** Strict mode: what was accepted although it is not as it should be. */
    public List<String> complaints() {
        return store.complaints();
    }

    /** Lenient mode: bodies that were answered with 204 and are lost. */
    public List<IngestionError> lostBodies() {
        return store.errors().stream()
                .filter(error -> error.operationName().equals(IngestionError.INGESTION))
                .toList();
    }

    /**
     * Runs a KQL query as the query API does: each row is an object, with dynamic values as JSON.
     *
     * @throws KqlException if the query is wrong, uses what the emulator does not support, or takes longer than three
     *     minutes
     */
    public List<ObjectNode> query(String kql) {
        KqlAnswer answer = answer(kql);
        List<ObjectNode> all = new ArrayList<>();
        for (ObjectNode row = answer.nextObject(); row != null; row = answer.nextObject()) {
            all.add(row);
        }
        return all;
    }

    private KqlAnswer answer(String kql) {
        return Kql.query(
                kql,
                tables.all(),
                tables.functions(),
                ingest.clock().instant(),
                QueryRoute.USUAL_WAIT,
                System::nanoTime);
    }

    /** Clears rows, requests, counts, faults and revoked roles; issued tokens stay valid. */
    public void clear() {
        faults.clear();
        tokenFaults.clear();
        queryFaults.clear();
        roles.grantAll();
        store.clear();
        problems.clear();
        log.clear();
        tokenLog.clear();
        ingestion.clearUsage();
        issuer.clearCount();
    }
}
