package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.files.FileFault;
import io.github.azuremonitor.appender.emulator.http.HttpSettings;
import io.github.azuremonitor.appender.emulator.ingest.IngestSettings;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import io.github.azuremonitor.appender.emulator.ingest.Quota;
import io.github.azuremonitor.appender.emulator.rows.Row;
import io.github.azuremonitor.appender.emulator.rows.RowSettings;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import io.github.azuremonitor.appender.emulator.token.TokenSettings;
import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of an emulator; all have defaults. Not thread-safe. */
public final class LogsEmulatorBuilder {
    /** A body may inflate to this many bytes: 50 MiB (open-telemetry/otel-arrow#2535; Microsoft's pages say 1 MB). */
    public static final int DEFAULT_MAX_INFLATED_BYTES = 50 << 20;

    /** Lifetime of a token. */
    public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofHours(1);

    /** How long the body of a request may take to arrive. */
    public static final Duration DEFAULT_BODY_PATIENCE = Duration.ofMinutes(2);

    /** Accepted audiences of tokens: Azure Monitor in the public, the US government's and the Chinese cloud. */
    public static final Set<String> DEFAULT_AUDIENCES =
            Set.of("https://monitor.azure.com", "https://monitor.azure.us", "https://monitor.azure.cn");

    /** About the bytes that a remembered request takes. */
    private static final int REQUEST_BYTES = 1_250;

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z0-9-]+)*");

    private final List<DcrDefinition> rules = new ArrayList<>();
    private final List<Path> ruleFolders = new ArrayList<>();
    private Mode mode = Mode.STRICT;
    private String bindAddress = "127.0.0.1";
    private @Nullable String hostName;
    private int httpPort;
    private int httpsPort;
    private boolean https;
    private @Nullable Path tlsDirectory;
    private boolean requireToken = true;
    private Duration tokenLifetime = DEFAULT_TOKEN_LIFETIME;
    private Set<String> audiences = DEFAULT_AUDIENCES;
    private Quota quota = Quota.NONE;
    private boolean keepRows = true;
    private @Nullable String keyColumn;
    private @Nullable Consumer<Row> rowListener;
    private Consumer<RecordedRequest> requestListener = request -> {};
    private @Nullable Boolean refuseDuplicateKeys;
    private int maxInflatedBytes = DEFAULT_MAX_INFLATED_BYTES;
    private long mostBodyBytes = Runtime.getRuntime().maxMemory() / 4;
    private Duration bodyPatience = DEFAULT_BODY_PATIENCE;
    private long mostRowBytes = Runtime.getRuntime().maxMemory() / 4;
    private int mostRequests = (int) Math.min(100_000, Runtime.getRuntime().maxMemory() / 16 / REQUEST_BYTES);
    private InstantSource clock = InstantSource.system();
    private @Nullable String clientSecret;
    private boolean fixedIdentity;
    private @Nullable Path stateDirectory;

    LogsEmulatorBuilder() {}

    /**
     * Adds the rules of a JSON file, as {@link DcrDefinition#allFromFile} reads them. One without {@code immutableId}
     * gets {@code dcr-0…01} as the first rule, {@code dcr-0…02} as the second, and so on.
     */
    public LogsEmulatorBuilder dcr(Path file) {
        for (DcrDefinition rule : DcrDefinition.allFromFile(file)) {
            boolean unnamed = rule.immutableId().equals(DcrDefinition.DEFAULT_IMMUTABLE_ID);
            dcr(unnamed ? rule.withImmutableId("dcr-%032d".formatted(rules.size() + 1)) : rule);
        }
        return this;
    }

    /** Adds rules; with none added there is {@link DcrDefinition#standard()}. */
    public LogsEmulatorBuilder dcr(DcrDefinition... definitions) {
        rules.addAll(List.of(definitions));
        return this;
    }

    /** What happens to unreadable bodies; {@link Mode#STRICT} by default. */
    public LogsEmulatorBuilder mode(Mode value) {
        mode = value;
        return this;
    }

    /** The address to listen on; 127.0.0.1 by default. */
    public LogsEmulatorBuilder bindAddress(String value) {
        bindAddress = value;
        return this;
    }

    /**
     * The name by which clients on other machines reach it: it is in all addresses and, if the certificate has a
     * directory of its own, in that certificate. By default addresses are loopback addresses.
     *
     * @throws IllegalArgumentException if it is not a host name; a numeric address is not one
     */
    public LogsEmulatorBuilder hostName(String value) {
        if (!HOST_NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no host name, such as logs-emulator");
        }
        hostName = value;
        return this;
    }

    /** The port of HTTP; 0, the default, for any free one. */
    public LogsEmulatorBuilder httpPort(int port) {
        httpPort = port;
        return this;
    }

    /** HTTPS on this port, 0 for any free one. */
    public LogsEmulatorBuilder httpsPort(int port) {
        httpsPort = port;
        https = true;
        return this;
    }

    /** HTTPS with a certificate in a temporary directory, one for all emulators of this JVM. */
    public LogsEmulatorBuilder withHttps() {
        https = true;
        return this;
    }

    /** HTTPS with the certificate in this directory, which is generated there at first start. */
    public LogsEmulatorBuilder withHttps(Path directory) {
        tlsDirectory = directory;
        https = true;
        return this;
    }

    /** Whether requests need a token and the role; true by default. */
    public LogsEmulatorBuilder requireToken(boolean value) {
        requireToken = value;
        return this;
    }

    /** Lifetime of tokens; {@link #DEFAULT_TOKEN_LIFETIME} by default. */
    public LogsEmulatorBuilder tokenLifetime(Duration value) {
        tokenLifetime = value;
        return this;
    }

    /** Accepted audiences of tokens, without a trailing slash; {@link #DEFAULT_AUDIENCES} by default. */
    public LogsEmulatorBuilder audiences(Set<String> values) {
        audiences = Set.copyOf(values);
        return this;
    }

    /** The secret of the app registration; a random or the fixed one by default. */
    public LogsEmulatorBuilder clientSecret(String value) {
        clientSecret = value;
        return this;
    }

    /**
     * The same tenant, application, secret and identity header in every emulator, so that they can be written into a
     * file and tokens survive a restart; by default they are random.
     */
    public LogsEmulatorBuilder fixedIdentity() {
        fixedIdentity = true;
        return this;
    }

    /** Answers 429 beyond the documented limits of a rule; by default nothing is throttled. */
    public LogsEmulatorBuilder enforceQuota() {
        return enforceQuota(Quota.DOCUMENTED);
    }

    /** Answers 429 beyond these limits of a rule. */
    public LogsEmulatorBuilder enforceQuota(Quota value) {
        quota = value;
        return this;
    }

    /** Whether rows can be read back; otherwise they are verified and counted, and take no memory. True by default. */
    public LogsEmulatorBuilder keepRows(boolean value) {
        keepRows = value;
        return this;
    }

    /** Counts distinct and repeated values of this column in {@code stats(stream)}; 16 to 32 bytes for each value. */
    public LogsEmulatorBuilder countBy(String column) {
        keyColumn = column;
        return this;
    }

    /**
     * Calls {@code listener} with each accepted row, before it is counted and its request is answered: with
     * {@code keepRows(false)} a test can check millions of rows and keep what it wants. It is called by several server
     * threads at once, and must not throw.
     */
    public LogsEmulatorBuilder onRow(Consumer<Row> listener) {
        rowListener = listener;
        return this;
    }

    /**
     * Calls {@code listener} with each request for ingestion, a token or a query at its end, by several threads at
     * once.
     */
    public LogsEmulatorBuilder onRequest(Consumer<RecordedRequest> listener) {
        requestListener = listener;
        return this;
    }

    /**
     * Whether a row with a duplicate property makes its body invalid; by default in strict mode only. What the real
     * service does is not documented.
     */
    public LogsEmulatorBuilder refuseDuplicateKeys(boolean value) {
        refuseDuplicateKeys = value;
        return this;
    }

    /** The largest body after inflating; {@link #DEFAULT_MAX_INFLATED_BYTES} by default. */
    public LogsEmulatorBuilder maxInflatedBytes(int value) {
        maxInflatedBytes = value;
        return this;
    }

    /**
     * How long the body of a request may take to arrive; then it is answered with 408. {@link #DEFAULT_BODY_PATIENCE}
     * by default.
     */
    public LogsEmulatorBuilder bodyPatience(Duration value) {
        bodyPatience = value;
        return this;
    }

    /**
     * How many bytes of bodies, as received, are kept for their rows; the oldest make room for newer ones, and are
     * counted. A quarter of the heap by default.
     */
    public LogsEmulatorBuilder mostRowBytes(long value) {
        mostRowBytes = value;
        return this;
    }

    /**
     * Keeps accepted rows in a directory, where the next emulator finds them, within the bound of {@link #mostRowBytes}.
     * What is defined in its folder {@code rules} is added, as by {@link #definitions}. Nothing is kept by default.
     *
     * @throws IllegalArgumentException if a rule is wrong
     * @throws UncheckedIOException if the directory cannot be made or read
     */
    public LogsEmulatorBuilder state(Path directory) {
        Path folder = directory.resolve("rules");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be used: " + FileFault.reason(e), e);
        }
        stateDirectory = directory;
        return definitions(folder);
    }

    /**
     * Adds what the files of a folder define, and looks at them again when they change: {@code *.json} with rules,
     * tables and saved queries as Azure's tools write them, {@code *.kql} with the text of a function that is called as
     * the file is.
     *
     * @throws IllegalArgumentException if the folder cannot be read or a file is wrong; later such a fault is a problem
     */
    public LogsEmulatorBuilder definitions(Path folder) {
        rules(List.of(), List.of(folder));
        ruleFolders.add(folder);
        return this;
    }

    private static Rules rules(List<DcrDefinition> given, List<Path> folders) {
        return new Rules(given, folders, System::nanoTime);
    }

    /**
     * How many requests are remembered, of ingestion and of tokens each; 100,000 by default, or fewer so that they take
     * a sixteenth of the heap at most.
     */
    public LogsEmulatorBuilder mostRequests(int value) {
        mostRequests = value;
        return this;
    }

    /**
     * What the bodies of all requests under way may take together, in bytes; beyond it those that have been coming for
     * the longest time are given up. A quarter of the heap by default.
     */
    public LogsEmulatorBuilder mostBodyBytes(long value) {
        mostBodyBytes = value;
        return this;
    }

    /** The clock for token expiry, the age of rows and quotas; the system's by default. */
    public LogsEmulatorBuilder clock(InstantSource value) {
        clock = value;
        return this;
    }

    /**
     * Creates an emulator that does not listen yet. Throws {@link IllegalArgumentException} if two rules share an id.
     */
    public LogsEmulator build() {
        boolean strict = mode == Mode.STRICT;
        TokenSettings tokens = fixedIdentity
                ? TokenSettings.fixed(clientSecret, tokenLifetime)
                : TokenSettings.random(clientSecret, tokenLifetime);
        return new LogsEmulator(
                new IngestSettings(rules(rules, ruleFolders), mode, requireToken, quota, clock),
                new RowSettings(
                        keepRows,
                        keyColumn,
                        strict,
                        refuseDuplicateKeys == null ? strict : refuseDuplicateKeys,
                        maxInflatedBytes,
                        mostRowBytes,
                        stateDirectory,
                        rowListener),
                tokens,
                audiences,
                mostRequests,
                requestListener,
                new HttpSettings(
                        bindAddress,
                        hostName,
                        httpPort,
                        httpsPort,
                        https ? tlsFiles() : null,
                        mostBodyBytes,
                        bodyPatience));
    }

    private TlsFiles tlsFiles() {
        if (tlsDirectory == null) {
            return TlsFiles.temporary();
        }
        return hostName == null ? TlsFiles.in(tlsDirectory) : TlsFiles.in(tlsDirectory, hostName);
    }

    /** Creates an emulator and starts it. */
    public LogsEmulator start() {
        return build().start();
    }
}
