package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Setting.Use.ESSENTIAL;
import static io.github.azuremonitor.appender.common.settings.Setting.Use.FREQUENT;
import static io.github.azuremonitor.appender.common.settings.Setting.Use.RARE;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is, in the order in which the documentation lists them. Each front end offers all of them, under
 * the same name, with the same default and the same meaning. The names follow from the constants: {@code MAX_BLOCK} is
 * {@code maxBlock} in a configuration file and {@code AZURE_MONITOR_LOGS_MAX_BLOCK} in the environment.
 */
public enum Setting {
    ENDPOINT(ESSENTIAL, null, "URL of the logs ingestion endpoint, of a DCE or of the DCR itself, without a path."),
    DCR_IMMUTABLE_ID(
            ESSENTIAL,
            null,
            "Immutable id of the data collection rule: `dcr-` and 32 hexadecimal digits; of several rules, with commas"
                    + " between them, each instance takes one."),
    STREAM_NAME(ESSENTIAL, null, "Stream of the rule that takes the rows, such as `Custom-AppLogs_CL`."),
    CREDENTIAL(
            ESSENTIAL,
            "default",
            "How tokens are obtained: `default`, `managed-identity`, `workload-identity`, `environment`,"
                    + " `client-secret`, `client-certificate`, `azure-cli`, `application` (handed over by code) or `none`."),

    COLUMNS(
            FREQUENT,
            "standard",
            "Columns of a row: the preset `standard`, `otel-logs`, `syslog` or `data-collector`, a list of definitions, or both."),
    DCR(
            FREQUENT,
            null,
            "File with the rule, an ARM template or what `az monitor data-collection rule show` prints: columns are"
                    + " compared with it, and what it does not declare is not sent."),
    PROPERTIES(
            FREQUENT,
            "all",
            "Which MDC and key-value pairs go into the Properties column: `all`, `none` or `listed: key1, key2`."),
    ROUTES(
            FREQUENT,
            null,
            "Rules that send events to other streams of the rule, or drop or sample them, such as"
                    + " `level < INFO -> Custom-Debug_CL`."),
    APP_NAME(FREQUENT, null, "Name of the application; without it the platform's name for it."),
    APP_VERSION(FREQUENT, null, "Version of the application."),
    ENVIRONMENT(FREQUENT, null, "Where the application runs, such as `production`."),
    THRESHOLD(FREQUENT, "none", "Lowest level that is sent, `TRACE` to `FATAL`, or `none` for all."),
    TENANT_ID(FREQUENT, null, "Directory id; `client-secret` and `client-certificate` need it."),
    CLIENT_ID(FREQUENT, null, "Application id, or the client id of a user-assigned managed identity."),
    CLIENT_SECRET_FILE(FREQUENT, null, "File that holds the client secret and nothing else."),
    CERTIFICATE_PATH(FREQUENT, null, "PEM or PFX file with certificate and private key."),
    CLOUD(FREQUENT, "public", "Azure cloud: `public`, `us-government` or `china`."),
    PROXY(
            FREQUENT,
            null,
            "Proxy as `http://[user:password@]host:port`; without it the JVM's properties and `HTTPS_PROXY` rule."),
    DURABILITY(FREQUENT, "spool", "What survives what: `memory`, `spool` or `journal`."),
    SPOOL_DIRECTORY(FREQUENT, null, "Directory of waiting batches; without it a default of the user or the platform."),
    SPOOL_MAX_BYTES(
            FREQUENT,
            null,
            "Cap of all waiting batches, 1MB to 1024GB; without it what the place allows, at most 512MB."),
    MAX_BYTES_PER_HOUR(
            FREQUENT,
            null,
            "JSON bytes that each stream may take in an hour, 1MB to 1024GB, before rows below `WARN` are dropped;"
                    + " without it there is no limit."),
    WHEN_FULL(
            FREQUENT,
            "block",
            "What a log call does when the ring is full: `block`, `drop` or `drop-below:LEVEL`, such as"
                    + " `drop-below:WARN`."),
    SHUTDOWN_TIMEOUT(FREQUENT, "10s", "How long a stop may take overall, 100ms to 5m."),
    STRICT(FREQUENT, "false", "Whether a wrong setting is an error, which keeps Spring Boot from starting."),

    LINGER(RARE, "5s", "Longest time from the first row of a batch to its sending, 10ms to 60s."),
    FLUSH_LEVEL(RARE, "none", "Level from which events are sent without lingering, `TRACE` to `FATAL`, or `none`."),
    GZIP_LEVEL(
            RARE,
            "0",
            "Compression of the requests: 0 is an encoder made for log rows, 1 (fast) to 9 (small) are zlib's levels."),
    MAX_IN_FLIGHT(RARE, "4", "Requests under way at once, 1 to 64."),
    CONNECT_TIMEOUT(RARE, "5s", "Longest time for a connection with TLS, 100ms to 60s."),
    REQUEST_TIMEOUT(RARE, "30s", "Longest time for a whole exchange, 100ms to 5m, not below `connectTimeout`."),
    RING_SIZE(RARE, "8192", "Slots of 1 KB between log calls and encoding, a power of two from 64 to 1048576."),
    MAX_BLOCK(
            RARE,
            "100ms",
            "Longest wait of a log call when the ring is full, 1ms to 10s; with `durability=journal` also for a flusher that"
                    + " is far behind."),
    SPOOL_MAX_AGE(RARE, "7d", "Age at which a waiting batch is given up, 1m to 365d."),
    JOURNAL_FSYNC_INTERVAL(
            RARE,
            "0s",
            "How often the journal is forced to disk, 10ms to 1h, or `0s` or `off` for never; only with"
                    + " `durability=journal`."),
    DEAD_LETTER_MAX_BYTES(RARE, "64MB", "Cap of refused rows that are kept, 0MB (none) to 1024GB."),
    DEAD_LETTER_MAX_AGE(RARE, "30d", "Age at which a refused row is given up, 1m to 365d."),
    DROP_REPORT(RARE, "on", "Whether a row in the table reports dropped events."),
    HEARTBEAT(
            RARE,
            "off",
            "How often a row in the table says that the application lives, 10s to 1h, or `off` for never."),
    HEARTBEAT_STREAM(
            RARE,
            null,
            "Stream of the rule that takes these rows, such as `Custom-Heartbeats_CL`; without it `streamName` does."),
    JMX(RARE, "on", "Whether the pipeline is shown in JMX."),
    AUDIENCE(RARE, null, "Resource that the token is for, without `/.default`; without it that of the cloud."),
    TRUSTED_HOSTS(
            RARE,
            null,
            "Hosts besides Azure's own and loopback that may see a token, separated by commas, each a name or"
                    + " `*.suffix`.");

    /** How often a setting is needed; the documentation is sorted by it. */
    public enum Use {
        /** Nothing is sent without it, or nearly everyone has to think about it. */
        ESSENTIAL,
        /** Many installations set it. */
        FREQUENT,
        /** The default is right for nearly all. */
        RARE
    }

    private static final String PREFIX = "AZURE_MONITOR_LOGS_";

    private final Use use;
    private final @Nullable String defaultText;
    private final String description;

    Setting(Use use, @Nullable String defaultText, String description) {
        this.use = use;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The setting with exactly that flat name, or null. */
    public static @Nullable Setting named(String flatName) {
        for (Setting setting : values()) {
            if (setting.flatName().equals(flatName)) {
                return setting;
            }
        }
        return null;
    }

    /** The name in every configuration file, for example {@code dcrImmutableId}. */
    public String flatName() {
        StringBuilder flat = new StringBuilder(name().length());
        boolean upper = false;
        for (char letter : name().toCharArray()) {
            if (letter == '_') {
                upper = true;
            } else {
                flat.append(upper ? letter : Character.toLowerCase(letter));
                upper = false;
            }
        }
        return flat.toString();
    }

    /** The name as a property of Spring Boot, for example {@code dcr-immutable-id}. */
    public String kebabName() {
        return EnumParser.word(this);
    }

    /** How often it is needed. */
    public Use use() {
        return use;
    }

    /** Whether nothing can be sent without it. */
    public boolean required() {
        return this == ENDPOINT || this == DCR_IMMUTABLE_ID || this == STREAM_NAME;
    }

    /** The default as a user would write it, or null if there is none. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    /** What it means, in one sentence of Markdown, with units and range. */
    public String description() {
        return description;
    }

    /** The text for entries that a front end has as a list. */
    public String textOf(List<String> entries) {
        return switch (this) {
            case PROPERTIES -> "listed: " + String.join(", ", entries);
            case TRUSTED_HOSTS -> String.join(", ", entries);
            default -> String.join("\n", entries);
        };
    }

    /**
     * The environment variables that set it; the first one present wins: {@code AZURE_MONITOR_LOGS_MAX_BLOCK} and what
     * Spring Boot makes of the same name, {@code AZURE_MONITOR_LOGS_MAXBLOCK}.
     */
    public List<String> environmentNames() {
        String canonical = PREFIX + flatName().toUpperCase(Locale.ROOT);
        String snake = PREFIX + name();
        return snake.equals(canonical) ? List.of(snake) : List.of(snake, canonical);
    }
}
