package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.apache.logging.log4j.core.util.Builder;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * The settings as a configuration gives them: one string each, read when the appender starts. Their meaning, defaults
 * and ranges are those of {@link Setting}. Code sets them with {@link #set}:
 *
 * <pre>{@code
 * AzureMonitorAppender.newBuilder()
 *         .setName("AZURE")
 *         .set(Setting.ENDPOINT, "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com")
 *         ...
 *         .build();
 * }</pre>
 */
public final class AzureMonitorAppenderBuilder extends AbstractAppender.Builder<AzureMonitorAppenderBuilder>
        implements Builder<AzureMonitorAppender> {
    /** Elements besides the settings. */
    private static final List<String> ELEMENTS = List.of(AzureMonitorRoute.PLUGIN_NAME, "Filters", "Property");

    private final Map<Setting, String> setByCode = new EnumMap<>(Setting.class);

    /** Must be the first field: the others take elements from it. */
    @NestedElements
    private List<NestedElement> nestedElements = List.of();

    @PluginElement("Columns")
    private @Nullable ColumnElements columnElements;

    @PluginNode
    private @Nullable Node node;

    // Filled by Log4j2, which finds them by their names.
    @PluginBuilderAttribute
    private @Nullable String endpoint;

    @PluginBuilderAttribute
    private @Nullable String dcrImmutableId;

    @PluginBuilderAttribute
    private @Nullable String streamName;

    @PluginBuilderAttribute
    private @Nullable String credential;

    @PluginBuilderAttribute
    private @Nullable String columns;

    @PluginBuilderAttribute
    private @Nullable String dcr;

    @PluginBuilderAttribute
    private @Nullable String properties;

    @PluginBuilderAttribute
    private @Nullable String routes;

    @PluginElement("AzureMonitorRoute")
    private AzureMonitorRoute @Nullable [] nestedRoutes;

    @PluginBuilderAttribute
    private @Nullable String appName;

    @PluginBuilderAttribute
    private @Nullable String appVersion;

    @PluginBuilderAttribute
    private @Nullable String environment;

    @PluginBuilderAttribute
    private @Nullable String threshold;

    @PluginBuilderAttribute
    private @Nullable String tenantId;

    @PluginBuilderAttribute
    private @Nullable String clientId;

    @PluginBuilderAttribute
    private @Nullable String clientSecretFile;

    @PluginBuilderAttribute
    private @Nullable String certificatePath;

    @PluginBuilderAttribute
    private @Nullable String cloud;

    @PluginBuilderAttribute(sensitive = true)
    private @Nullable String proxy;

    @PluginBuilderAttribute
    private @Nullable String durability;

    @PluginBuilderAttribute
    private @Nullable String spoolDirectory;

    @PluginBuilderAttribute
    private @Nullable String spoolMaxBytes;

    @PluginBuilderAttribute
    private @Nullable String maxBytesPerHour;

    @PluginBuilderAttribute
    private @Nullable String whenFull;

    @PluginBuilderAttribute
    private @Nullable String shutdownTimeout;

    @PluginBuilderAttribute
    private @Nullable String strict;

    @PluginBuilderAttribute
    private @Nullable String linger;

    @PluginBuilderAttribute
    private @Nullable String flushLevel;

    @PluginBuilderAttribute
    private @Nullable String gzipLevel;

    @PluginBuilderAttribute
    private @Nullable String maxInFlight;

    @PluginBuilderAttribute
    private @Nullable String connectTimeout;

    @PluginBuilderAttribute
    private @Nullable String requestTimeout;

    @PluginBuilderAttribute
    private @Nullable String ringSize;

    @PluginBuilderAttribute
    private @Nullable String maxBlock;

    @PluginBuilderAttribute
    private @Nullable String spoolMaxAge;

    @PluginBuilderAttribute
    private @Nullable String journalFsyncInterval;

    @PluginBuilderAttribute
    private @Nullable String deadLetterMaxBytes;

    @PluginBuilderAttribute
    private @Nullable String deadLetterMaxAge;

    @PluginBuilderAttribute
    private @Nullable String dropReport;

    @PluginBuilderAttribute
    private @Nullable String heartbeat;

    @PluginBuilderAttribute
    private @Nullable String heartbeatStream;

    @PluginBuilderAttribute
    private @Nullable String jmx;

    @PluginBuilderAttribute
    private @Nullable String audience;

    @PluginBuilderAttribute
    private @Nullable String trustedHosts;

    AzureMonitorAppenderBuilder() {}

    /** Sets one setting. */
    public AzureMonitorAppenderBuilder set(Setting setting, String value) {
        setByCode.put(setting, value);
        return this;
    }

    /** Always returns an appender: one with wrong settings is inert, and says why when it starts. */
    @Override
    public AzureMonitorAppender build() {
        String name = Objects.requireNonNullElse(getName(), AzureMonitorAppender.PLUGIN_NAME);
        if (getLayout() != null) {
            StatusLogger.getLogger()
                    .warn("AzureMonitor appender " + name + ": the layout has no effect; columns say what a row holds");
        }
        return new AzureMonitorAppender(
                name,
                getFilter(),
                isIgnoreExceptions(),
                getPropertyArray(),
                settings(),
                slips(name),
                getConfiguration());
    }

    /** Elements that are not read; without what they were meant to set, more might be sent. */
    private List<SettingProblem> slips(String name) {
        var slips = new ArrayList<SettingProblem>();
        for (NestedElement element : nestedElements) {
            Node made = element.node();
            if (made.getType() == null || (node != null && node.getChildren().contains(made))) {
                slips.add(MisspeltNames.element(made.getName(), ELEMENTS));
            } else {
                slips.addAll(element.slips());
            }
        }
        if (node != null && node.getValue() != null && !node.getValue().isBlank()) {
            slips.add(new SettingProblem(
                    "element <" + node.getName() + ">", node.getValue(), "a text within it has no effect; remove it"));
        }
        if (getConfiguration() != null) {
            slips.addAll(DroppedElements.of(getConfiguration(), name, ELEMENTS));
            slips.addAll(AppenderReferences.slips(getConfiguration(), name));
        }
        if (columnElements != null) {
            slips.addAll(columnElements.slips());
        }
        if (nestedRoutes != null) {
            Arrays.stream(nestedRoutes).flatMap(route -> route.slips().stream()).forEach(slips::add);
        }
        return slips;
    }

    /** The settings given, by flat name. */
    Map<String, String> settings() {
        var given = new LinkedHashMap<String, String>();
        if (node != null) {
            // An attribute that Log4j2 left over is not a setting: the reader says what might be meant.
            given.putAll(node.getAttributes());
        }
        put(given, Setting.ENDPOINT, endpoint);
        put(given, Setting.DCR_IMMUTABLE_ID, dcrImmutableId);
        put(given, Setting.STREAM_NAME, streamName);
        put(given, Setting.CREDENTIAL, credential);
        put(given, Setting.COLUMNS, columns());
        put(given, Setting.DCR, dcr);
        put(given, Setting.PROPERTIES, properties);
        put(given, Setting.ROUTES, AzureMonitorRoute.text(routes, nestedRoutes));
        put(given, Setting.APP_NAME, appName);
        put(given, Setting.APP_VERSION, appVersion);
        put(given, Setting.ENVIRONMENT, environment);
        put(given, Setting.THRESHOLD, threshold);
        put(given, Setting.TENANT_ID, tenantId);
        put(given, Setting.CLIENT_ID, clientId);
        put(given, Setting.CLIENT_SECRET_FILE, clientSecretFile);
        put(given, Setting.CERTIFICATE_PATH, certificatePath);
        put(given, Setting.CLOUD, cloud);
        put(given, Setting.PROXY, proxy);
        put(given, Setting.DURABILITY, durability);
        put(given, Setting.SPOOL_DIRECTORY, spoolDirectory);
        put(given, Setting.SPOOL_MAX_BYTES, spoolMaxBytes);
        put(given, Setting.MAX_BYTES_PER_HOUR, maxBytesPerHour);
        put(given, Setting.WHEN_FULL, whenFull);
        put(given, Setting.SHUTDOWN_TIMEOUT, shutdownTimeout);
        put(given, Setting.STRICT, strict);
        put(given, Setting.LINGER, linger);
        put(given, Setting.FLUSH_LEVEL, flushLevel);
        put(given, Setting.GZIP_LEVEL, gzipLevel);
        put(given, Setting.MAX_IN_FLIGHT, maxInFlight);
        put(given, Setting.CONNECT_TIMEOUT, connectTimeout);
        put(given, Setting.REQUEST_TIMEOUT, requestTimeout);
        put(given, Setting.RING_SIZE, ringSize);
        put(given, Setting.MAX_BLOCK, maxBlock);
        put(given, Setting.SPOOL_MAX_AGE, spoolMaxAge);
        put(given, Setting.JOURNAL_FSYNC_INTERVAL, journalFsyncInterval);
        put(given, Setting.DEAD_LETTER_MAX_BYTES, deadLetterMaxBytes);
        put(given, Setting.DEAD_LETTER_MAX_AGE, deadLetterMaxAge);
        put(given, Setting.DROP_REPORT, dropReport);
        put(given, Setting.HEARTBEAT, heartbeat);
        put(given, Setting.HEARTBEAT_STREAM, heartbeatStream);
        put(given, Setting.JMX, jmx);
        put(given, Setting.AUDIENCE, audience);
        put(given, Setting.TRUSTED_HOSTS, trustedHosts);
        setByCode.forEach((setting, value) -> put(given, setting, value));
        return given;
    }

    /** The attribute's text and the elements, one after the other. */
    private @Nullable String columns() {
        if (columnElements == null) {
            return columns;
        }
        return columns == null ? columnElements.text() : columns + "\n" + columnElements.text();
    }

    private static void put(Map<String, String> given, Setting setting, @Nullable String value) {
        if (value != null) {
            given.put(setting.flatName(), value);
        }
    }
}
