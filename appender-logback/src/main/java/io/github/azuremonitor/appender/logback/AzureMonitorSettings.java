package io.github.azuremonitor.appender.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings as Logback's configuration sets them: one string each, read when the appender starts. Their meaning,
 * defaults and ranges are those of {@link io.github.azuremonitor.appender.common.settings.Setting}.
 */
public abstract class AzureMonitorSettings extends ContextAwareBase {
    private static final String COLUMNS = "columns";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> columns = new ArrayList<>();

    private MisspeltElements joran = MisspeltElements.none();
    private @Nullable List<SettingProblem> slips;

    AzureMonitorSettings() {}

    /** Logback calls it before it reads the content of the appender's element. */
    @Override
    public void setContext(Context context) {
        super.setContext(context);
        joran = MisspeltElements.begin(context);
    }

    /**
     * The parts of the appender's element that Logback could not read, or ignored, found at its first start.
     *
     * @param appender name of the appender
     * @param filters its filters
     */
    final List<SettingProblem> slips(@Nullable String appender, List<? extends Filter<?>> filters) {
        List<SettingProblem> found = slips;
        if (found == null) {
            var texts = new ArrayList<String>();
            for (String text : settings.values()) {
                texts.add(text.strip());
            }
            for (String text : columns) {
                texts.add(text.strip());
            }
            found = new ArrayList<>(joran.found(texts));
            if (getContext() != null && appender != null) {
                var ignored = IgnoredElements.of(getContext(), appender);
                found.addAll(ignored.slips());
                ignored.wrongLevels().forEach(this::addWarn);
            }
            if (found.isEmpty()) {
                // Otherwise those already cover it.
                found.addAll(IgnoredElements.of(filters));
            }
            slips = found;
        }
        return found;
    }

    /** The settings given, by flat name. */
    final Map<String, String> settings() {
        if (columns.isEmpty()) {
            return settings;
        }
        var all = new LinkedHashMap<>(settings);
        // The text of a <columns> element that contains only <column> elements is blank.
        String text = settings.getOrDefault(COLUMNS, "").strip();
        all.put(COLUMNS, text + (text.isEmpty() ? "" : "\n") + String.join("\n", columns));
        return all;
    }

    /** Sets one setting, for code that has it as a value. */
    public final void set(Setting setting, String value) {
        put(setting.flatName(), value);
    }

    private void put(String name, String value) {
        settings.put(name, value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#ENDPOINT}. */
    public void setEndpoint(String value) {
        put("endpoint", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#DCR_IMMUTABLE_ID}. */
    public void setDcrImmutableId(String value) {
        put("dcrImmutableId", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#STREAM_NAME}. */
    public void setStreamName(String value) {
        put("streamName", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#CREDENTIAL}. */
    public void setCredential(String value) {
        put("credential", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#COLUMNS}. */
    public void setColumns(String value) {
        put(COLUMNS, value);
    }

    /**
     * Adds one entry, or a preset, to {@link io.github.azuremonitor.appender.common.settings.Setting#COLUMNS}, as if it
     * stood in the text's next line.
     */
    public void addColumn(String entry) {
        columns.add(entry.strip());
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#DCR}. */
    public void setDcr(String value) {
        put("dcr", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#PROPERTIES}. */
    public void setProperties(String value) {
        put("properties", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#ROUTES}; adds to existing rules. */
    public void setRoutes(String value) {
        addRoute(value);
    }

    /** Adds a rule, or several, to {@link io.github.azuremonitor.appender.common.settings.Setting#ROUTES}. */
    public void addRoute(String value) {
        settings.merge("routes", value, (before, more) -> before + "\n" + more);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#APP_NAME}. */
    public void setAppName(String value) {
        put("appName", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#APP_VERSION}. */
    public void setAppVersion(String value) {
        put("appVersion", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#ENVIRONMENT}. */
    public void setEnvironment(String value) {
        put("environment", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#THRESHOLD}. */
    public void setThreshold(String value) {
        put("threshold", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#TENANT_ID}. */
    public void setTenantId(String value) {
        put("tenantId", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#CLIENT_ID}. */
    public void setClientId(String value) {
        put("clientId", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#CLIENT_SECRET_FILE}. */
    public void setClientSecretFile(String value) {
        put("clientSecretFile", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#CERTIFICATE_PATH}. */
    public void setCertificatePath(String value) {
        put("certificatePath", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#CLOUD}. */
    public void setCloud(String value) {
        put("cloud", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#PROXY}. */
    public void setProxy(String value) {
        put("proxy", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#DURABILITY}. */
    public void setDurability(String value) {
        put("durability", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#SPOOL_DIRECTORY}. */
    public void setSpoolDirectory(String value) {
        put("spoolDirectory", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#SPOOL_MAX_BYTES}. */
    public void setSpoolMaxBytes(String value) {
        put("spoolMaxBytes", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#MAX_BYTES_PER_HOUR}. */
    public void setMaxBytesPerHour(String value) {
        put("maxBytesPerHour", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#WHEN_FULL}. */
    public void setWhenFull(String value) {
        put("whenFull", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#SHUTDOWN_TIMEOUT}. */
    public void setShutdownTimeout(String value) {
        put("shutdownTimeout", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#STRICT}. */
    public void setStrict(String value) {
        put("strict", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#LINGER}. */
    public void setLinger(String value) {
        put("linger", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#FLUSH_LEVEL}. */
    public void setFlushLevel(String value) {
        put("flushLevel", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#GZIP_LEVEL}. */
    public void setGzipLevel(String value) {
        put("gzipLevel", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#MAX_IN_FLIGHT}. */
    public void setMaxInFlight(String value) {
        put("maxInFlight", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#CONNECT_TIMEOUT}. */
    public void setConnectTimeout(String value) {
        put("connectTimeout", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#REQUEST_TIMEOUT}. */
    public void setRequestTimeout(String value) {
        put("requestTimeout", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#RING_SIZE}. */
    public void setRingSize(String value) {
        put("ringSize", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#MAX_BLOCK}. */
    public void setMaxBlock(String value) {
        put("maxBlock", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#SPOOL_MAX_AGE}. */
    public void setSpoolMaxAge(String value) {
        put("spoolMaxAge", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#JOURNAL_FSYNC_INTERVAL}. */
    public void setJournalFsyncInterval(String value) {
        put("journalFsyncInterval", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#DEAD_LETTER_MAX_BYTES}. */
    public void setDeadLetterMaxBytes(String value) {
        put("deadLetterMaxBytes", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#DEAD_LETTER_MAX_AGE}. */
    public void setDeadLetterMaxAge(String value) {
        put("deadLetterMaxAge", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#DROP_REPORT}. */
    public void setDropReport(String value) {
        put("dropReport", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#HEARTBEAT}. */
    public void setHeartbeat(String value) {
        put("heartbeat", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#HEARTBEAT_STREAM}. */
    public void setHeartbeatStream(String value) {
        put("heartbeatStream", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#JMX}. */
    public void setJmx(String value) {
        put("jmx", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#AUDIENCE}. */
    public void setAudience(String value) {
        put("audience", value);
    }

    /** Sets {@link io.github.azuremonitor.appender.common.settings.Setting#TRUSTED_HOSTS}. */
    public void setTrustedHosts(String value) {
        put("trustedHosts", value);
    }
}
