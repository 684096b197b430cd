package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.event.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one pipeline. Appenders with equal settings share a pipeline; any difference makes a second one, so
 * that no appender changes what another one was promised.
 *
 * @param endpoint base URL of the DCE or DCR endpoint without a trailing slash
 * @param dcrImmutableIds the data collection rules, {@code dcr-} and 32 hexadecimal digits each: the first one takes the
 *     rows, the others stand in for it in their order; never empty
 * @param credential how tokens are obtained
 * @param network proxy, timeouts, hosts
 * @param ring memory between application threads and flusher
 * @param batch when a batch is cut and how it is packed
 * @param spool where batches wait while Azure accepts nothing
 * @param maxInFlight POSTs under way at once, 1 to 64
 * @param shutdownTimeout how long a stop may take overall
 * @param ownRows rows of the library's own
 * @param jmx whether the pipeline is shown in JMX
 * @param strict whether a wrong setting is an ERROR status, which keeps Spring Boot from starting
 */
public record PipelineSettings(
        URI endpoint,
        List<String> dcrImmutableIds,
        Credential credential,
        Network network,
        Ring ring,
        Batching batch,
        Spooling spool,
        int maxInFlight,
        Duration shutdownTimeout,
        OwnRows ownRows,
        boolean jmx,
        boolean strict) {
    /** One MB, as every size of this library counts it. */
    public static final long MEGABYTE = 1L << 20;

    /** Copies the list. */
    public PipelineSettings {
        dcrImmutableIds = List.copyOf(dcrImmutableIds);
    }

    /** The rule that takes the rows. */
    public String dcrImmutableId() {
        return dcrImmutableIds.get(0);
    }

    /** The same with the rules in another order. */
    public PipelineSettings withRules(List<String> ordered) {
        return new PipelineSettings(
                endpoint,
                ordered,
                credential,
                network,
                ring,
                batch,
                spool,
                maxInFlight,
                shutdownTimeout,
                ownRows,
                jmx,
                strict);
    }

    /**
     * How tokens are obtained.
     *
     * @param kind which credential of azure-identity
     * @param audience resource that the token is for, without {@code /.default}; for the public cloud
     *     {@code https://monitor.azure.com}
     * @param authorityHost Entra authority of the cloud, for example {@code https://login.microsoftonline.com}
     * @param tenantId directory id or null
     * @param clientId application id, or the client id of a user-assigned managed identity, or null
     * @param clientSecretFile file that holds the client secret, read again after a failure
     * @param certificatePath PEM or PFX file with certificate and private key, read again after a failure
     */
    public record Credential(
            CredentialKind kind,
            String audience,
            URI authorityHost,
            @Nullable String tenantId,
            @Nullable String clientId,
            @Nullable Path clientSecretFile,
            @Nullable Path certificatePath) {}

    /**
     * The user's network.
     *
     * @param proxy from the setting {@code proxy}; null leaves it to JVM properties and HTTPS_PROXY
     * @param trustedHosts hosts besides Azure's own and loopback that may see a token
     * @param connectTimeout for one TCP connection including TLS
     * @param requestTimeout for one whole exchange including the body
     */
    public record Network(
            @Nullable Proxy proxy, Set<String> trustedHosts, Duration connectTimeout, Duration requestTimeout) {}

    /**
     * A proxy with its login; the password shows in no {@code toString}.
     *
     * @param host name or address
     * @param port 1 to 65535
     * @param user login or null
     * @param password or null
     */
    public record Proxy(
            String host,
            int port,
            @Nullable String user,
            @Nullable String password) {
        @Override
        public String toString() {
            return "http://" + (user == null ? "" : "***:***@") + host + ":" + port;
        }
    }

    /**
     * Memory between application threads and flusher.
     *
     * @param size slots of 1 KB, a power of two
     * @param whenFull what a log call does when there is no slot
     * @param dropBelow for {@link WhenFull#DROP_BELOW} the first level that still waits, else null
     * @param maxBlock longest wait of one log call
     */
    public record Ring(
            int size, WhenFull whenFull, @Nullable Severity dropBelow, Duration maxBlock) {}

    /**
     * When a batch is cut, how it is packed, and how much may be put into batches.
     *
     * @param linger longest time from a batch's first row to its cut
     * @param flushLevel events of this level and above are sent without lingering; null for none
     * @param gzipLevel 0 is our own encoder, 1 (fast) to 9 (small) are zlib's levels
     * @param maxBytesPerHour bytes of rows that a stream may take before those below WARN are dropped; 0 for no limit
     */
    public record Batching(Duration linger, @Nullable Severity flushLevel, int gzipLevel, long maxBytesPerHour) {}

    /**
     * Rows that no log call made.
     *
     * @param dropReport whether a row reports dropped events
     * @param heartbeat time between two rows that say that the application lives; zero for none
     * @param heartbeatStream stream that takes the latter, or null for the one that takes the former; null without them
     */
    public record OwnRows(
            boolean dropReport,
            Duration heartbeat,
            @Nullable String heartbeatStream) {

        static final ValueParser<Duration> PERIOD = DurationParser.offOrBetween("10s", "1h");

        /** The period that a text of the setting gives, or zero. */
        public static Duration period(String text) {
            try {
                return PERIOD.read(text);
            } catch (ValueParser.Refused refused) {
                return Duration.ZERO;
            }
        }
    }

    /**
     * Where batches wait.
     *
     * @param durability which rows survive which failures
     * @param directory directory, or null for the default
     * @param maxBytes cap of all waiting batches; 0 for the default of the location
     * @param maxAge older batches are given up
     * @param journalFsyncInterval zero for never
     * @param deadLetterMaxBytes cap of refused rows kept
     * @param deadLetterMaxAge older refused rows are given up
     */
    public record Spooling(
            Durability durability,
            @Nullable Path directory,
            long maxBytes,
            Duration maxAge,
            Duration journalFsyncInterval,
            long deadLetterMaxBytes,
            Duration deadLetterMaxAge) {}
}
