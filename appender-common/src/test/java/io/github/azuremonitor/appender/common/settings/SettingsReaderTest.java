package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Given.essentials;
import static io.github.azuremonitor.appender.common.settings.Given.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.event.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    @Test
    void threeSettingsAreEnoughAndTheRestIsTheDocumentedDefault() {
        AppenderSettings settings = essentials().settings();

        assertThat(settings.threshold()).isNull();
        assertThat(settings.table())
                .isEqualTo(new TableSettings(
                        "Custom-AppLogs_CL", ColumnList.STANDARD, PropertySelection.ALL, null, null, null));
        assertThat(settings.pipeline())
                .isEqualTo(new PipelineSettings(
                        URI.create(Given.ENDPOINT),
                        List.of(Given.RULE),
                        new PipelineSettings.Credential(
                                CredentialKind.DEFAULT,
                                "https://monitor.azure.com",
                                URI.create("https://login.microsoftonline.com"),
                                null,
                                null,
                                null,
                                null),
                        new PipelineSettings.Network(null, Set.of(), Duration.ofSeconds(5), Duration.ofSeconds(30)),
                        new PipelineSettings.Ring(8192, WhenFull.BLOCK, null, Duration.ofMillis(100)),
                        new PipelineSettings.Batching(Duration.ofSeconds(5), null, 0, 0),
                        new PipelineSettings.Spooling(
                                Durability.SPOOL,
                                null,
                                0,
                                Duration.ofDays(7),
                                Duration.ZERO,
                                64L << 20,
                                Duration.ofDays(30)),
                        4,
                        Duration.ofSeconds(10),
                        new PipelineSettings.OwnRows(true, Duration.ZERO, null),
                        true,
                        false));
        assertThat(essentials().warnings()).isEmpty();
    }

    @Test
    void everySettingReachesItsPlace() {
        AppenderSettings settings = essentials()
                .set("credential", "client-secret")
                .set("tenantId", "contoso.onmicrosoft.com")
                .set("clientId", "5f1c0d8e-0000-4000-8000-000000000001")
                .set("clientSecretFile", "/run/secrets/client")
                .set("audience", "api://logs")
                .set("trustedHosts", "Logs.Example.com, *.example.org")
                .set("proxy", "http://proxy:8080")
                .set("columns", "Message = message")
                .set("dcr", "/etc/orders/rule.json")
                .set("properties", "listed: orderId, customer")
                .set("appName", "orders")
                .set("appVersion", "1.2")
                .set("environment", "production")
                .set("threshold", "warn")
                .set("linger", "2s")
                .set("flushLevel", "ERROR")
                .set("gzipLevel", "9")
                .set("maxInFlight", "8")
                .set("connectTimeout", "1s")
                .set("requestTimeout", "10s")
                .set("shutdownTimeout", "20s")
                .set("ringSize", "1024")
                .set("whenFull", "drop-below:WARN")
                .set("maxBlock", "1s")
                .set("durability", "journal")
                .set("spoolDirectory", "/var/spool/orders")
                .set("spoolMaxBytes", "1GB")
                .set("spoolMaxAge", "1d")
                .set("journalFsyncInterval", "1s")
                .set("deadLetterMaxBytes", "0MB")
                .set("deadLetterMaxAge", "1h")
                .set("dropReport", "off")
                .set("heartbeat", "60s")
                .set("heartbeatStream", "Custom-Heartbeats_CL")
                .set("routes", "level < INFO -> drop")
                .set("maxBytesPerHour", "3MB")
                .set("jmx", "off")
                .set("strict", "on")
                .settings();

        assertThat(settings.threshold()).isEqualTo(Severity.WARN);
        assertThat(settings.dcr()).isEqualTo(Path.of("/etc/orders/rule.json"));
        assertThat(settings.table().toString())
                .contains("Message = message", "LISTED", "[orderId, customer]", "orders", "1.2", "production");
        PipelineSettings pipeline = settings.pipeline();
        assertThat(pipeline.credential().toString())
                .contains("CLIENT_SECRET", "api://logs", "contoso.onmicrosoft.com", "000001", "/run/secrets/client");
        assertThat(pipeline.network().toString())
                .contains("http://proxy:8080", "logs.example.com", "*.example.org", "PT1S", "PT10S");
        assertThat(pipeline.batch())
                .isEqualTo(new PipelineSettings.Batching(Duration.ofSeconds(2), Severity.ERROR, 9, 3 << 20));
        assertThat(settings.routes().text()).isEqualTo("level < INFO -> drop");
        assertThat(pipeline.ring())
                .isEqualTo(new PipelineSettings.Ring(1024, WhenFull.DROP_BELOW, Severity.WARN, Duration.ofSeconds(1)));
        assertThat(pipeline.spool().toString())
                .contains(
                        "JOURNAL", "/var/spool/orders", "1073741824", "PT24H", "PT1S", "deadLetterMaxBytes=0", "PT1H");
        assertThat(pipeline.maxInFlight()).isEqualTo(8);
        assertThat(pipeline.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(pipeline.ownRows())
                .isEqualTo(new PipelineSettings.OwnRows(false, Duration.ofMinutes(1), "Custom-Heartbeats_CL"));
        assertThat(pipeline.jmx()).isFalse();
        assertThat(pipeline.strict()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcr-0123456789abcdef0123456789ABCDEF", "/subscriptions/x/dataCollectionRules/y"})
    void anIdInThePlaceOfTheRulesFileCostsAWarningAndNoRow(String id) {
        Given given = essentials().set("dcr", id);

        assertThat(given.settings().dcr()).isNull();
        assertThat(given.warnings())
                .containsExactly("dcr = \"" + id + "\": is the rule itself and not a file with it; the setting for its"
                        + " immutable id is dcrImmutableId; it counts as not given");
    }

    @ParameterizedTest
    @EnumSource
    void everySettingCanComeFromTheEnvironmentUnderBothNames(Setting setting) {
        for (String name : setting.environmentNames()) {
            Given given = essentials()
                    .without(setting.flatName())
                    .variable(name, "  ~/\u0000 a text that no setting but free ones takes ");
            if (Set.of("appName", "appVersion", "environment").contains(setting.flatName())) {
                assertThat(given.settings().table().toString()).contains("a text that");
            } else {
                // Rows can go out without the rule's file.
                String said = setting == Setting.DCR ? String.join("", given.warnings()) : given.fault();
                assertThat(said)
                        .startsWith(setting.flatName() + " = ")
                        .endsWith("(from the environment variable " + name + ")");
            }
        }
    }

    @Test
    void faultsOfColumnsAndRoutesAreToldWithThoseOfOtherSettingsWhereverTheyAreWritten() {
        Given given = essentials()
                .set("linger", "5")
                .variable("AZURE_MONITOR_LOGS_COLUMNS", "Level = levle; Text = masage")
                .variable("AZURE_MONITOR_LOGS_ROUTES", "logger com.acme -> Custom");

        assertThat(given.faults())
                .hasSize(4)
                .anySatisfy(fault -> assertThat(fault).startsWith("columns = ").contains("levle", "variable"))
                .anySatisfy(fault -> assertThat(fault).startsWith("columns = ").contains("masage"))
                .anySatisfy(fault -> assertThat(fault).startsWith("routes = ").contains("Custom-Custom"))
                .anySatisfy(fault -> assertThat(fault).startsWith("linger = "));
    }

    @Test
    void namesFollowFromTheConstants() {
        assertThat(Setting.DCR_IMMUTABLE_ID.flatName()).isEqualTo("dcrImmutableId");
        assertThat(Setting.DCR_IMMUTABLE_ID.environmentNames())
                .containsExactly("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", "AZURE_MONITOR_LOGS_DCRIMMUTABLEID");
        assertThat(Setting.ENDPOINT.environmentNames()).containsExactly("AZURE_MONITOR_LOGS_ENDPOINT");
        assertThat(Setting.named("dcrImmutableId")).isEqualTo(Setting.DCR_IMMUTABLE_ID);
        assertThat(Setting.named("DcrImmutableId")).isNull();
    }

    @Test
    void explicitWinsOverTheEnvironmentEvenWhereItIsEmpty() {
        Given given = essentials()
                .set("linger", "1s")
                .set("proxy", "")
                .variable("AZURE_MONITOR_LOGS_LINGER", "5")
                .variable("AZURE_MONITOR_LOGS_PROXY", "http://proxy:8080")
                .variable("AZURE_MONITOR_LOGS_GZIP_LEVEL", "6")
                .variable("AZURE_MONITOR_LOGS_GZIPLEVEL", "7");

        assertThat(given.pipeline().batch().linger()).isEqualTo(Duration.ofSeconds(1));
        assertThat(given.pipeline().network().proxy()).isNull();
        assertThat(given.pipeline().batch().gzipLevel()).isEqualTo(6);
    }

    @Test
    void nothingGivenIsNoFault() {
        assertThat(nothing().notConfigured()).containsExactly("endpoint", "dcrImmutableId", "streamName");
        assertThat(nothing().set("appName", " ").notConfigured()).hasSize(3);
        assertThat(nothing().read().describe())
                .isEqualTo("Not configured, log events are not sent to Azure Monitor: no value for endpoint,"
                        + " dcrImmutableId, streamName.");
        assertThat(nothing().read().warnings()).isEmpty();
    }

    /** As where an environment is prepared for all applications, of which some ship and this one does not. */
    @Test
    void variablesThatDoNotSayWhereToSendToAreNoFaultAlone() {
        assertThat(nothing()
                        .variable("AZURE_MONITOR_LOGS_APP_NAME", "shop")
                        .variable("AZURE_MONITOR_LOGS_LINGER", "1s")
                        .notConfigured())
                .containsExactly("endpoint", "dcrImmutableId", "streamName");
        assertThat(nothing()
                        .variable("AZURE_MONITOR_LOGS_STREAM_NAME", "Custom-JavaLogs_CL")
                        .read()
                        .describe())
                .startsWith(
                        "Log events are not sent to Azure Monitor, 2 settings are missing:\n  endpoint: is not given");
        assertThat(nothing()
                        .variable("AZURE_MONITOR_LOGS_STREAM_NAME", "no stream")
                        .read()
                        .describe())
                .startsWith("Log events are not sent to Azure Monitor, 3 settings are wrong or missing:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "DCE_IS_UNDEFINED", "https://DCE_IS_UNDEFINED.ingest", "${env:DCE}", "https://${DCE}"})
    void aRequiredSettingWithoutAValueSilencesAllFaults(String value) {
        assertThat(essentials()
                        .set("endpoint", value)
                        .set("linger", "5")
                        .set("lingre", "5s")
                        .notConfigured())
                .containsExactly("endpoint");
        assertThat(essentials()
                        .without("endpoint")
                        .variable("AZURE_MONITOR_LOGS_ENDPOINT", value)
                        .notConfigured())
                .containsExactly("endpoint");
    }

    @Test
    void aRequiredSettingThatIsLackingWhileOthersAreThereIsAFault() {
        assertThat(essentials().without("streamName").fault())
                .startsWith("streamName: is not given and has no default: Stream of the rule");
        assertThat(nothing().set("durability", "memory").faults()).hasSize(3);
        assertThat(nothing().set("sharedKey", "x").faults()).hasSize(4);
    }

    @Test
    void anOptionalSettingWithAnUndefinedVariableCountsAsNotGivenAndIsDoubted() {
        assertThat(essentials().set("appVersion", "VERSION_IS_UNDEFINED").warnings())
                .containsExactly(
                        "appVersion = \"VERSION_IS_UNDEFINED\": a variable in it is undefined; it counts as not"
                                + " given");
        assertThat(essentials().set("threshold", " ").warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"columns", "properties", "routes", "threshold"})
    void anUndefinedVariableWithoutWhichMoreWouldBeSentIsAFault(String setting) {
        for (String value : List.of("${LIMIT}", "LIMIT_IS_UNDEFINED")) {
            assertThat(essentials().set(setting, value).fault())
                    .isEqualTo(setting + " = \"" + value
                            + "\": a variable in it is undefined, and without it more would be"
                            + " sent; set the variable or remove the setting");
        }
        assertThat(essentials().set(setting, "").warnings()).isEmpty();
    }

    @Test
    void allFaultsAreToldAtOnceUnknownNamesFirst() {
        SettingsResult.Faulty faulty = essentials()
                .set("strict", "true")
                .set("linger", "5")
                .set("ringSize", "10000")
                .set("ruleId", "dcr-1")
                .set("endpoint", "https://user:pw@evil.com/.ingest.monitor.azure.com?x#y")
                .set("dcrImmutableId", "x")
                .set("columns", "")
                .faulty();

        assertThat(faulty.problems())
                .extracting(SettingProblem::setting)
                .containsExactly(
                        "ruleId",
                        "endpoint",
                        "endpoint",
                        "endpoint",
                        "endpoint",
                        "endpoint",
                        "dcrImmutableId",
                        "linger",
                        "ringSize");
        assertThat(faulty.strict()).isTrue();
        assertThat(faulty.describe().lines())
                .hasSize(10)
                .first()
                .isEqualTo("Log events are not sent to Azure Monitor, 9 settings are wrong:");
    }

    @Test
    void aWrongStrictDoesNotStopTheApplication() {
        assertThat(essentials().set("strict", "yes").faulty().strict()).isFalse();
    }

    @Test
    void oneFaultDoesNotMakeASecondOne() {
        assertThat(essentials()
                        .set("requestTimeout", "5")
                        .set("connectTimeout", "60s")
                        .fault())
                .startsWith("requestTimeout");
        assertThat(essentials()
                        .set("credential", "nil")
                        .set("endpoint", "https://x.example.com")
                        .fault())
                .startsWith("credential");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requestTimeout | 1s  | requestTimeout = \"1s\": is shorter than connectTimeout; write a longer one",
                "connectTimeout | 60s | connectTimeout = \"60s\": is longer than requestTimeout; write a shorter one",
            })
    void aRequestCannotEndBeforeItsConnection(String name, String value, String fault) {
        assertThat(essentials().set(name, value).fault()).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "journalFsyncInterval, 1s, spool, write durability=journal to use it",
        "spoolDirectory, /tmp/x, memory, has no effect with durability=memory",
        "heartbeatStream, Custom-Heartbeats_CL, memory, has no effect without heartbeat; write heartbeat=60s for example",
    })
    void whatHasNoEffectIsDoubtedButTaken(String name, String value, String durability, String warning) {
        assertThat(essentials().set(name, value).set("durability", durability).warnings())
                .singleElement()
                .asString()
                .startsWith(name + " = ")
                .endsWith(warning);
    }

    @Test
    void aWaitThatNeverHappensIsDoubted() {
        assertThat(essentials().set("whenFull", "drop").set("maxBlock", "1s").warnings())
                .containsExactly("maxBlock = \"1s\": has no effect with whenFull=drop");
    }

    @Test
    void frontEndsMayHandOverSettersThatNobodyCalled() {
        Map<String, String> explicit = new HashMap<>();
        explicit.put("linger", null);
        explicit.put("nobody", null);

        assertThat(SettingsReader.read(explicit, name -> null)).isInstanceOf(SettingsResult.NotConfigured.class);
    }

    @Test
    void equalTextsMakeEqualSettingsWhateverTheirSpelling() {
        assertThat(essentials()
                        .set("endpoint", "HTTPS://MY-DCE-a1b2.westeurope-1.ingest.monitor.azure.com:443/")
                        .set("linger", "PT5S")
                        .set("trustedHosts", "b.example.com,a.example.com")
                        .pipeline())
                .isEqualTo(essentials()
                        .set("trustedHosts", "A.example.com, b.example.com,")
                        .pipeline());
    }

    @Test
    void describesWhereEventsGo() {
        assertThat(essentials().read().describe())
                .isEqualTo("Log events go to the stream Custom-AppLogs_CL of " + Given.RULE + " at " + Given.ENDPOINT
                        + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lingr", "Linger", "LINGER", "lin-ger", "lnigerr"})
    void aMistypedNameGetsTheNearestOne(String name) {
        assertThat(essentials().set(name, "5s").fault())
                .isEqualTo(name + " = \"5s\": there is no such setting; did you mean linger?");
    }

    @Test
    void aNameLikeNoOtherGetsNoProposal() {
        assertThat(essentials().set("frobnicate", "x").fault())
                .isEqualTo("frobnicate = \"x\": there is no such setting");
    }

    @ParameterizedTest
    @CsvSource({
        "ruleId, dcrImmutableId",
        "immutable-id, dcrImmutableId",
        "stream, streamName",
        "neverBlock, neverBlock=true is whenFull=drop",
        "blocking, blocking=true is whenFull=block",
        "queueSize, ringSize",
        "workspaceId, endpoint and dcrImmutableId take its place",
        "customerId, which is gone",
        "sharedKey, credential takes its place",
        "logType, streamName takes its place",
        "clientSecret, clientSecretFile",
        "connectionString, Application Insights",
    })
    void aWordKnownFromElsewhereIsTranslated(String name, String part) {
        assertThat(essentials().set(name, "x").fault()).startsWith(name + " = ").contains(part);
    }

    @Test
    void noFamiliarWordIsASetting() {
        assertThat(UnknownNames.WORDS)
                .extracting(UnknownNames.Word::name)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(List.of(Setting.values()).stream()
                        .map(Setting::flatName)
                        .toList());
    }
}
