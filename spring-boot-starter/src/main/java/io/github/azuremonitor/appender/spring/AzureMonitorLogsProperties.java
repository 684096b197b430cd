package io.github.azuremonitor.appender.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties, as they are written in {@code application.properties} and as editors complete them. All but the last
 * few are settings of the appender: one text each, whose meaning, default and range are those of {@link
 * io.github.azuremonitor.appender.common.settings.Setting}; a text of several entries may be a list or a map, too.
 *
 * @param endpoint URL of the logs ingestion endpoint, of a DCE or of the DCR itself, without a path.
 * @param dcr File with the rule, an ARM template or what az monitor data-collection rule show prints: columns are
 *     compared with it, and what it does not declare is not sent.
 * @param dcrImmutableId Immutable id of the data collection rule: dcr- and 32 hexadecimal digits; of several rules, with
 *     commas between them, each instance takes one.
 * @param streamName Stream of the rule that takes the rows, such as Custom-AppLogs_CL.
 * @param credential How tokens are obtained: default, managed-identity, workload-identity, environment,
 *     client-secret, client-certificate, azure-cli, application (handed over by code) or none.
 * @param columns Columns of a row: the preset standard, otel-logs, syslog or data-collector, a list of
 *     definitions, or both.
 * @param properties Which MDC and key-value pairs go into the Properties column: all, none or listed: key1, key2.
 * @param routes Rules that send events to other streams of the rule, or drop or sample them, such as level &lt;
 *     INFO -> Custom-Debug_CL.
 * @param appName Name of the application; without it the platform's name for it.
 * @param appVersion Version of the application.
 * @param environment Where the application runs, such as production.
 * @param threshold Lowest level that is sent, TRACE to FATAL, or none for all.
 * @param tenantId Directory id; client-secret and client-certificate need it.
 * @param clientId Application id, or the client id of a user-assigned managed identity.
 * @param clientSecretFile File that holds the client secret and nothing else.
 * @param certificatePath PEM or PFX file with certificate and private key.
 * @param cloud Azure cloud: public, us-government or china.
 * @param proxy Proxy as http://[user:password@]host:port; without it the JVM's properties and HTTPS_PROXY rule.
 * @param durability What survives what: memory, spool or journal.
 * @param spoolDirectory Directory of waiting batches; without it a default of the user or the platform.
 * @param spoolMaxBytes Cap of all waiting batches, 1MB to 1024GB; without it what the place allows, at most 512MB.
 * @param maxBytesPerHour JSON bytes that each stream may take in an hour, 1MB to 1024GB, before rows below WARN
 *     are dropped; without it there is no limit.
 * @param whenFull What a log call does when the ring is full: block, drop or drop-below:LEVEL, such as
 *     drop-below:WARN.
 * @param shutdownTimeout How long a stop may take overall, 100ms to 5m.
 * @param strict Whether a wrong setting is an error, which keeps Spring Boot from starting.
 * @param linger Longest time from the first row of a batch to its sending, 10ms to 60s.
 * @param flushLevel Level from which events are sent without lingering, TRACE to FATAL, or none.
 * @param gzipLevel Compression of the requests: 0 is an encoder made for log rows, 1 (fast) to 9 (small) are zlib's levels.
 * @param maxInFlight Requests under way at once, 1 to 64.
 * @param connectTimeout Longest time for a connection with TLS, 100ms to 60s.
 * @param requestTimeout Longest time for a whole exchange, 100ms to 5m, not below connectTimeout.
 * @param ringSize Slots of 1 KB between log calls and encoding, a power of two from 64 to 1048576.
 * @param maxBlock Longest wait of a log call when the ring is full, 1ms to 10s; with durability=journal also for a
 *     flusher that is far behind.
 * @param spoolMaxAge Age at which a waiting batch is given up, 1m to 365d.
 * @param journalFsyncInterval How often the journal is forced to disk, 10ms to 1h, or 0s or off for never; only
 *     with durability=journal.
 * @param deadLetterMaxBytes Cap of refused rows that are kept, 0MB (none) to 1024GB.
 * @param deadLetterMaxAge Age at which a refused row is given up, 1m to 365d.
 * @param dropReport Whether a row in the table reports dropped events.
 * @param heartbeat How often a row in the table says that the application lives, 10s to 1h, or off for never.
 * @param heartbeatStream Stream of the rule that takes these rows, such as Custom-Heartbeats_CL; without it streamName
 *     does.
 * @param jmx Whether the pipeline is shown in JMX.
 * @param audience Resource that the token is for, without /.default; without it that of the cloud.
 * @param trustedHosts Hosts besides Azure's own and loopback that may see a token, separated by commas, each a name
 *     or *.suffix.
 * @param enabled Whether the log is shipped; without it, it is, but not in a test of Spring Boot.
 * @param excludedLoggers Loggers whose events are not shipped; each name stands for the loggers below it, too.
 * @param credentialBean Name of the TokenCredential bean to use; without it and without a credential, a bean that
 *     is the only one of its kind.
 * @param verbose Whether the library's lines of INFO are shown on stderr, too.
 * @param health The health contributor.
 */
@ConfigurationProperties(AzureMonitorLogsProperties.PREFIX)
public record AzureMonitorLogsProperties(
        @Nullable String endpoint,
        @Nullable String dcr,
        @Nullable String dcrImmutableId,
        @Nullable String streamName,
        @Nullable String credential,
        @Nullable CharSequence columns,
        @Nullable String properties,
        @Nullable String routes,
        @Nullable String appName,
        @Nullable String appVersion,
        @Nullable String environment,
        @Nullable String threshold,
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable String clientSecretFile,
        @Nullable String certificatePath,
        @Nullable String cloud,
        @Nullable String proxy,
        @Nullable String durability,
        @Nullable String spoolDirectory,
        @Nullable String spoolMaxBytes,
        @Nullable String maxBytesPerHour,
        @Nullable String whenFull,
        @Nullable String shutdownTimeout,
        @Nullable String strict,
        @Nullable String linger,
        @Nullable String flushLevel,
        @Nullable String gzipLevel,
        @Nullable String maxInFlight,
        @Nullable String connectTimeout,
        @Nullable String requestTimeout,
        @Nullable String ringSize,
        @Nullable String maxBlock,
        @Nullable String spoolMaxAge,
        @Nullable String journalFsyncInterval,
        @Nullable String deadLetterMaxBytes,
        @Nullable String deadLetterMaxAge,
        @Nullable String dropReport,
        @Nullable String heartbeat,
        @Nullable String heartbeatStream,
        @Nullable String jmx,
        @Nullable String audience,
        @Nullable String trustedHosts,
        @Nullable String enabled,
        @DefaultValue List<String> excludedLoggers,
        @Nullable String credentialBean,
        @Nullable String verbose,
        @DefaultValue Health health) {
    /** What all properties start with. */
    public static final String PREFIX = "azure.monitor.logs";

    /** Copies the list. */
    public AzureMonitorLogsProperties {
        excludedLoggers = List.copyOf(excludedLoggers);
    }

    /**
     * The health contributor.
     *
     * @param downOnRefused Whether health is DOWN while Azure refuses the rows, as it does without the role.
     */
    public record Health(@Nullable String downOnRefused) {
        boolean isDownOnRefused() {
            return Switch.isOn(downOnRefused, false);
        }
    }
}
