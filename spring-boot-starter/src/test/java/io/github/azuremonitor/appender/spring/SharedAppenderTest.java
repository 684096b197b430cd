package io.github.azuremonitor.appender.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.BasicConfigurator;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.send.credential.ApplicationCredential;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;
import io.github.azuremonitor.appender.spring.App.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.DefaultBootstrapContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Applications within this JVM, beside Logback. */
class SharedAppenderTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("com.example.Order");

    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private final LogsEmulator azure = EMULATOR.emulator();
    private final Identity identity = new Identity(azure);

    @TempDir
    private Path directory;

    @BeforeEach
    void identity() {
        App.WithIdentity.identity = identity;
    }

    /** Whatever a test leaves, the next one starts without it. */
    @AfterEach
    void nothingIsAttached() {
        App.application(App.Plain.class)
                .run("--azure.monitor.logs.enabled=false", "--spring.main.banner-mode=off")
                .close();
        assertThat(appenders()).isEmpty();
        // What code handed over would stand; this the next application forgets.
        ApplicationCredential.lend(identity);
    }

    @Test
    void linesFromBeforeTheFirstBeanArriveInTheirOrder() {
        var application = App.application(App.WithIdentity.class);
        application.addInitializers(context -> {
            for (int i = 0; i < 3; i++) {
                LOG.info("before the beans, {}", i);
            }
            // A batch by itself, which is sent while nobody knows the credential.
            AzureMonitorLogs.flush(Duration.ofMillis(50));
        });
        // Several requests at once overtake each other; the rows' times are right in any case.
        try (var app = application.run(App.arguments(azure, "--azure.monitor.logs.max-in-flight=1"))) {
            LOG.info("after the start");

            awaitMessage("after the start");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure))
                    .containsExactly(
                            "before the beans, 0", "before the beans, 1", "before the beans, 2", "after the start");
            assertThat(identity.threads).isNotEmpty().allMatch(name -> name.startsWith("azure-monitor-token"));
        }
    }

    @Test
    void anAppenderOfTheConfigurationIsTheOnlyOne() throws Exception {
        Path logback = logback("""
                <appender name="MINE" class="%s">
                  <endpoint>%s</endpoint><dcrImmutableId>%s</dcrImmutableId><streamName>%s</streamName>
                  <credential>none</credential>
                </appender>
                <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender"><appender-ref ref="MINE"/></appender>
                <root level="INFO"><appender-ref ref="ASYNC"/></root>
                """.formatted(
                AzureMonitorAppender.class.getName(), azure.httpEndpoint(), azure.dcrImmutableId(), App.STREAM));
        try (var app = App.run(azure, App.WithIdentity.class, "--logging.config=" + logback)) {
            assertThat(app.isActive()).isTrue();
            assertThat(appenders()).isEmpty();
        }
    }

    @Test
    void whatIsSwitchedOffIsNotAttached() {
        try (var app = App.run(azure, App.WithIdentity.class, "--azure.monitor.logs.enabled=false")) {
            assertThat(app.isActive()).isTrue();
            assertThat(appenders()).isEmpty();
            assertThat(SharedAppender.HERE.off()).isEqualTo("azure.monitor.logs.enabled is false");
        }
    }

    /** One line says so, at each start, since nothing else does: there are no meters and no entry of health then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "azure.monitor.logs.enabled=false | azure.monitor.logs.enabled is false",
                "azure.monitor.logs.enabled=off | azure.monitor.logs.enabled is false",
                "AZURE_MONITOR_LOGS_ENABLED=false | azure.monitor.logs.enabled is false"
            })
    void whatIsSwitchedOffIsToldAtTheStart(String given, String why) {
        String[] pair = given.split("=", 2);
        var told = new ToldLines();
        var shipping = new SharedAppender(() -> null, end -> {}, Map.of(), told);
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(pair[0], pair[1])));
        var application = App.application(App.Plain.class);
        new ShippingListener(shipping)
                .onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                        new DefaultBootstrapContext(), application, new String[0], environment));

        assertThat(told.lines).containsExactly("INFO Log events are not sent to Azure Monitor: " + why);
    }

    @Test
    void whoLogsWithNeitherFrameworkIsTold() {
        var told = new ToldLines();
        var shipping = new SharedAppender(() -> null, end -> {}, Map.of(), told);
        shipping.begin(
                new ShippingListener(shipping),
                new Plan(
                        Map.of(
                                Setting.ENDPOINT,
                                azure.httpEndpoint().toString(),
                                Setting.DCR_IMMUTABLE_ID,
                                azure.dcrImmutableId(),
                                Setting.STREAM_NAME,
                                App.STREAM,
                                Setting.CREDENTIAL,
                                "none"),
                        Map.of(),
                        List.of()),
                "");

        assertThat(told.lines)
                .containsExactly(
                        "WARN Log events are not sent to Azure Monitor: the application logs neither with Logback nor"
                                + " with Log4j2");
    }

    @Test
    void withoutAzureTheApplicationStarts() {
        try (var app = App.application(App.Plain.class).run("--spring.main.banner-mode=off")) {
            assertThat(app.isActive()).isTrue();
            assertThat(SharedAppender.HERE.off()).contains("endpoint", "dcrImmutableId", "streamName");
            assertThat(appenders()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"enabled=flase", "excluded-loggers=com.example.*", "verbose=ture"})
    void aWrongValueIsToldAndTheApplicationStarts(String property) {
        try (var app = App.run(azure, App.WithIdentity.class, "--azure.monitor.logs." + property)) {
            assertThat(app.isActive()).isTrue();
            assertThat(SharedAppender.HERE.off()).contains("a setting is wrong:", property.replaceAll(".*=", ""));
            assertThat(appenders()).isEmpty();
        }
        assertThatThrownBy(() -> App.run(
                        azure, App.Plain.class, "--azure.monitor.logs." + property, "--azure.monitor.logs.strict=true"))
                .hasMessageContaining(property.replaceAll(".*=", ""));
    }

    /** What a container's environment has and this process has not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AZURE_MONITOR_LOGS_APP_NAME=shop | Not configured, log events are not sent to Azure Monitor: no value for endpoint, dcrImmutableId, streamName.",
                "AZURE_MONITOR_LOGS_LINGER=1s | Not configured",
                "AZURE_MONITOR_LOGS_STREAM_NAME=Custom-JavaLogs_CL | 2 settings are missing:…endpoint: is not given…dcrImmutableId: is not given",
                "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID=dcr-00000000000000000000000000000001 | 2 settings are missing:…endpoint: is not given…streamName: is not given",
                "AZURE_MONITOR_LOGS_STREMNAME=Custom-JavaLogs_CL | AZURE_MONITOR_LOGS_STREMNAME: no setting is read from a variable of this name; did you mean AZURE_MONITOR_LOGS_STREAM_NAME?",
                "AZURE_MONITOR_LOGS_TRESHOLD=WARN | a setting is wrong:…AZURE_MONITOR_LOGS_TRESHOLD: no setting is read",
                "AZURE_MONITOR_LOGS_EXCLUDED_LOGERS=a | did you mean AZURE_MONITOR_LOGS_EXCLUDED_LOGGERS?",
                "AZURE_MONITOR_LOGS_ENABELD=false | did you mean AZURE_MONITOR_LOGS_ENABLED?"
            })
    void aVariableAloneIsNamed(String variable, String said) {
        String[] pair = variable.split("=", 2);
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(pair[0], pair[1])));
        var reader = new PlanReader(environment);
        var shipping = new SharedAppender(() -> null, end -> {}, Map.of(pair[0], pair[1]), new ToldLines());
        shipping.begin(new ShippingListener(shipping), reader.plan(reader.properties()), "");

        assertThat(shipping.off()).contains(said.split("…", -1));
    }

    @Test
    void aFaultInARouteIsToldWithTheLineThatTheUserWrote() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "given",
                        Map.of(
                                "azure.monitor.logs.endpoint",
                                azure.httpEndpoint().toString(),
                                "azure.monitor.logs.dcr-immutable-id",
                                azure.dcrImmutableId(),
                                "azure.monitor.logs.stream-name",
                                App.STREAM,
                                "azure.monitor.logs.credential",
                                "none",
                                "azure.monitor.logs.excluded-loggers",
                                "com.example.noisy,com.example.other",
                                "azure.monitor.logs.routes",
                                "level < INFO -> drop\nlevl < WARN -> drop")));
        var reader = new PlanReader(environment);
        var shipping = new SharedAppender(() -> null, end -> {}, Map.of(), new ToldLines());
        shipping.begin(new ShippingListener(shipping), reader.plan(reader.properties()), "");

        assertThat(shipping.off()).contains("at line 2, character 1: 'levl'").doesNotContain("com.example.noisy");
    }

    @Test
    void excludedLoggersAndLowerLevelsStayHere() {
        try (var app = App.run(
                azure,
                App.WithIdentity.class,
                "--azure.monitor.logs.excluded-loggers=com.example.noisy,org.springframework",
                "--azure.monitor.logs.threshold=WARN")) {
            LoggerFactory.getLogger("com.example.noisy.Inner").error("excluded");
            LoggerFactory.getLogger("com.example.noisyNot").error("not excluded");
            LOG.info("too low");
            LOG.warn("high enough");

            awaitMessages("not excluded", "high enough");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure)).containsExactlyInAnyOrder("not excluded", "high enough");
            assertThat(AzureMonitorLogs.readings().get(0).inForce())
                    .singleElement()
                    .asString()
                    .contains("from WARN on, but for those of com.example.noisy, org.springframework, go to "
                            + App.STREAM + "; columns TimeGenerated");
            assertThat(AzureMonitorLogs.stats().get(0).dropped().get(DropReason.ROUTED_OUT))
                    .as("excluded events, which are counted as those that a route drops")
                    .isPositive();
        }
    }

    @Test
    void aConfigurationThatIsReadAgainKeepsShipping() throws Exception {
        Path logback = logback("<root level='INFO'/>");
        try (var app = App.run(azure, App.WithIdentity.class, "--logging.config=" + logback)) {
            LOG.info("before");
            readAgain(logback);
            LOG.info("after");
            readAgain(logback);
            LOG.info("after the second time");

            awaitMessages("before", "after", "after the second time");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure)).doesNotHaveDuplicates();
            assertThat(appenders()).hasSize(1);
        }
    }

    /** What Spring Cloud does when its bootstrap context has brought properties, and what others do by hand. */
    @ParameterizedTest
    @EnumSource
    void aLoggingSystemThatIsSetUpAnewWithoutAWordKeepsShipping(SetUpAnew how) {
        try (var app = App.run(azure, App.WithIdentity.class)) {
            for (int i = 1; i <= 2; i++) {
                LOG.info("before, {}", i);
                // Keeps the watch out: two of its checks later the level of a reset is taken for meant.
                synchronized (SharedAppender.HERE) {
                    how.run();
                    SharedAppender.HERE.look();
                    LOG.info("after, {}", i);
                    LOG.debug("what a reset lets through is not meant to be sent, {}", i);
                }
            }
            awaitMessages("before, 1", "after, 1", "before, 2", "after, 2");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure)).noneMatch(message -> message.startsWith("what a reset"));
            assertThat(appenders()).hasSize(1);
        }
    }

    @Test
    void theLevelOfAResetThatNothingFollowsIsTakenForMeantAtTheSecondCheck() {
        try (var app = App.run(azure, App.WithIdentity.class)) {
            synchronized (SharedAppender.HERE) {
                SetUpAnew.BY_A_RESET.run();
                LOG.debug("before any check");
                SharedAppender.HERE.look();
                LOG.debug("after the first check");
                SharedAppender.HERE.look();
                LOG.debug("after the second check");
            }
            awaitMessage("after the second check");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure)).doesNotContain("before any check", "after the first check");
        }
    }

    @Test
    void aLoggingSystemThatIsSetUpAnewBeforeTheBeansDoesNotWaitForThem() {
        var application = App.application(App.WithIdentity.class);
        application.addInitializers(context -> {
            LOG.info("before");
            SetUpAnew.BY_SPRING_CLOUD.run();
            LOG.info("after");
            assertThat(appenders()).hasSize(1);
            // Nothing was closed: that would have taken the time of a stop, as nobody knows the credential yet.
            assertThat(AzureMonitorLogs.readings())
                    .singleElement()
                    .satisfies(reading -> assertThat(reading.stats().handedOver()
                                    + reading.stats().totalDropped())
                            .isZero());
        });
        try (var app = application.run(App.arguments(azure))) {
            awaitMessages("before", "after");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure)).containsOnlyOnce("before", "after");
        }
    }

    @Test
    void anAppenderThatSomebodyStoppedIsAttachedAgain() {
        try (var app = App.run(azure, App.WithIdentity.class)) {
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAndStopAllAppenders();
            await("an appender").atMost(PATIENCE).until(() -> !appenders().isEmpty());
            LOG.info("after");

            awaitMessage("after");
            assertThat(app.isActive()).isTrue();
        }
    }

    /** Logback, or whoever asked it to read a configuration, would get the exception. */
    @Test
    void anAppenderThatCannotBeAttachedAgainDisturbsNoConfiguration() throws Exception {
        Path logback = logback("");
        try (var app = App.run(azure, App.WithIdentity.class)) {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            var asked = new AtomicInteger();
            var broken = new AsyncAppender() {
                @Override
                public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
                    asked.incrementAndGet();
                    throw new IllegalStateException("an appender of somebody else's");
                }
            };
            var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.addAppender(broken);
            try {
                var configurator = new JoranConfigurator();
                configurator.setContext(context);
                configurator.doConfigure(logback.toFile());
                assertThat(asked).as("times that it was asked").hasValue(1);
                context.start();
                assertThat(asked).as("times that it was asked").hasValue(2);
            } finally {
                root.detachAppender(broken);
            }
            LOG.info("after");

            awaitMessage("after");
            assertThat(app.isActive()).isTrue();
        }
    }

    @Test
    void whoTakesTheAppenderOffWithoutStoppingItMeansIt() {
        try (var app = App.run(azure, App.WithIdentity.class)) {
            var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            Appender<ILoggingEvent> taken = appenders().get(0);
            root.detachAppender(taken);
            for (int i = 0; i < 3; i++) {
                SharedAppender.HERE.look();
            }
            assertThat(app.isActive()).isTrue();
            assertThat(appenders()).isEmpty();
            taken.stop();
        }
    }

    @Test
    void aConfigurationWithAnAppenderOfItsOwnTakesTheStartersPlace() throws Exception {
        Path logback = logback("""
                <appender name="MINE" class="%s">
                  <endpoint>%s</endpoint><dcrImmutableId>%s</dcrImmutableId><streamName>%s</streamName>
                  <credential>none</credential>
                </appender>
                <root level="INFO"><appender-ref ref="MINE"/></root>
                """.formatted(
                AzureMonitorAppender.class.getName(), azure.httpEndpoint(), azure.dcrImmutableId(), App.STREAM));
        try (var app = App.run(azure, App.WithIdentity.class)) {
            readAgain(logback);

            assertThat(app.isActive()).isTrue();
            assertThat(appenders()).extracting(Appender::getName).containsExactly("MINE");
        }
    }

    @Test
    void anotherApplicationInThisJvmChangesNothing() {
        try (var first = App.run(azure, App.WithIdentity.class, "--azure.monitor.logs.app-name=first")) {
            try (var second = App.run(azure, App.Plain.class, "--azure.monitor.logs.app-name=second")) {
                LOG.info("from both");
                assertThat(second.isActive()).isTrue();
            }
            LOG.info("from the first");

            awaitMessage("from the first");
            assertThat(first.isActive()).isTrue();
            assertThat(azure.rows(App.STREAM))
                    .allSatisfy(row -> assertThat(row.text("AppName")).isEqualTo("first"));
            assertThat(appenders()).hasSize(1);
            assertThat(identity.threads).isNotEmpty();
        }
    }

    @Test
    void aLoggingSystemThatAnotherApplicationSetsUpAnewKeepsShipping() {
        try (var first = App.run(azure, App.WithIdentity.class)) {
            // The end of any application makes Spring Boot set the logging system up with the next one.
            App.run(azure, App.Plain.class).close();
            try (var third = App.run(azure, App.Plain.class)) {
                LOG.info("from the third");

                assertThat(first.isActive()).isTrue();
                assertThat(third.isActive()).isTrue();
                assertThat(appenders()).hasSize(1);
                awaitMessage("from the third");
            }
        }
    }

    @Test
    void anApplicationThatShipsNothingKeepsNobodyElseFromIt() {
        try (var quiet = App.run(azure, App.Plain.class, "--azure.monitor.logs.enabled=false");
                var loud = App.run(azure, App.WithIdentity.class)) {
            LOG.info("from the second");

            assertThat(quiet.isActive()).isTrue();
            assertThat(loud.isActive()).isTrue();
            awaitMessage("from the second");
        }
    }

    @Test
    void aChildThatFailsEndsNotItsParentsShipping() {
        var application = new SpringApplicationBuilder(App.WithIdentity.class).web(WebApplicationType.NONE);
        try (var parent = application.run(App.arguments(azure, "--azure.monitor.logs.app-name=parent"))) {
            var child =
                    new SpringApplicationBuilder(FailsLate.class).parent(parent).web(WebApplicationType.NONE);
            assertThatThrownBy(() -> child.run(App.arguments(azure))).hasMessageContaining("too late");
            try (var another = App.run(azure, App.Plain.class, "--azure.monitor.logs.app-name=another")) {
                LOG.info("after the child");

                assertThat(another.isActive()).isTrue();
                awaitMessage("after the child");
                assertThat(azure.rows(App.STREAM))
                        .filteredOn(row -> "after the child".equals(row.text("Message")))
                        .singleElement()
                        .satisfies(row -> assertThat(row.text("AppName")).isEqualTo("parent"));
            }
        }
    }

    @Test
    void whatWaitsForACredentialIsSentThoughACustomizerSetsAnotherOne() {
        var application = App.application(App.WithIdentity.class, WithoutToken.class);
        application.addInitializers(context -> LOG.info("before the beans"));
        try (var app = application.run(App.arguments(azure, "--azure.monitor.logs.durability=memory"))) {
            assertThat(app.isActive()).isTrue();
            awaitMessage("before the beans");
        }
    }

    @Test
    void anApplicationThatStartsAgainIsAnotherOne() {
        App.run(azure, App.WithIdentity.class, "--azure.monitor.logs.app-name=first")
                .close();
        LOG.info("in between");
        try (var second = App.run(azure, App.WithIdentity.class, "--azure.monitor.logs.app-name=second")) {
            LOG.info("at the end");

            awaitMessages("in between", "at the end");
            assertThat(second.isActive()).isTrue();
            assertThat(azure.rows(App.STREAM))
                    .filteredOn(row -> "at the end".equals(row.text("Message")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("AppName")).isEqualTo("second"));
            assertThat(appenders()).hasSize(1);
        }
    }

    @Test
    void anApplicationThatStartsAgainWaitsForItsOwnCredential() {
        App.run(azure, App.WithIdentity.class).close();
        var own = new Identity(azure);
        App.WithIdentity.identity = own;
        var application = App.application(App.WithIdentity.class);
        application.addInitializers(context -> {
            int asked = identity.threads.size();
            LOG.info("before the beans");
            AzureMonitorLogs.flush(Duration.ofMillis(500));
            assertThat(identity.threads).hasSize(asked);
        });
        try (var app = application.run(App.arguments(azure))) {
            awaitMessage("before the beans");
            assertThat(app.isActive()).isTrue();
            assertThat(own.threads).isNotEmpty();
        }
    }

    @Test
    void aCredentialOfAChildContextIsUsed() {
        var application = new SpringApplicationBuilder(App.Plain.class).web(WebApplicationType.NONE);
        try (var child = application.child(App.WithIdentity.class).run(App.arguments(azure));
                var parent = (ConfigurableApplicationContext) child.getParent()) {
            LOG.info("from the child");

            assertThat(parent.isActive()).isTrue();
            awaitMessage("from the child");
            assertThat(identity.threads).isNotEmpty();
        }
    }

    @Test
    void ofTwoCredentialsTheNamedOneIsUsed() {
        try (var app = App.run(azure, TwoIdentities.class, "--azure.monitor.logs.credential-bean=right")) {
            LOG.info("with a name");

            awaitMessage("with a name");
            assertThat(app.getBean("right", Identity.class).threads).isNotEmpty();
            assertThat(app.getBean("wrong", Identity.class).threads).isEmpty();
        }
    }

    @Test
    void aCredentialOfThePropertiesWinsOverABean() {
        try (var app = App.run(azure, App.WithIdentity.class, "--azure.monitor.logs.credential=none")) {
            LOG.info("without a token");

            assertThat(AzureMonitorLogs.flush(Duration.ofMillis(100))).isFalse();
            assertThat(app.isActive()).isTrue();
            assertThat(identity.threads).isEmpty();
            azure.awaitRequests(1, PATIENCE);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aCredentialThatCodeHandedOverStays() {
        try (var app = App.run(azure, ByCode.class, "--azure.monitor.logs.credential=application")) {
            LOG.info("with a credential by code");

            awaitMessage("with a credential by code");
            assertThat(app.isActive()).isTrue();
        }
    }

    @Test
    void aCredentialThatMainHandsOverBeforeTheStartIsUsed() {
        ApplicationCredential.use(identity);
        try (var app = App.run(azure, App.Plain.class, "--azure.monitor.logs.credential=application")) {
            LOG.info("with a credential of main");

            awaitMessage("with a credential of main");
            assertThat(app.isActive()).isTrue();
            assertThat(identity.threads).isNotEmpty();
        }
    }

    /** As Spring Cloud's bootstrap does, with properties of a remote place. */
    @Test
    void propertiesThatAnInitializerBringsCount() {
        var application = App.application(App.WithIdentity.class);
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "remote",
                        Map.of("azure.monitor.logs.stream-name", App.STREAM, "azure.monitor.logs.app-name", "far"))));
        try (var app = application.run(App.arguments(azure, "--azure.monitor.logs.stream-name="))) {
            LOG.info("as the remote place says");

            awaitMessage("as the remote place says");
            assertThat(app.isActive()).isTrue();
            assertThat(azure.rows(App.STREAM))
                    .filteredOn(row -> "as the remote place says".equals(row.text("Message")))
                    .allSatisfy(row -> assertThat(row.text("AppName")).isEqualTo("far"));
        }
    }

    @Test
    void anApplicationObjectMayBeRunAgain() {
        var application = App.application(App.WithIdentity.class);
        application.run(App.arguments(azure)).close();
        assertThatThrownBy(() -> application.run(App.arguments(azure, "--spring.main.web-application-type=nonsense")))
                .isNotNull();
        // The failed run has ended, too, though it never had a context.
        try (var other = App.run(azure, App.WithIdentity.class, "--azure.monitor.logs.app-name=other")) {
            LOG.info("from the other");

            awaitMessage("from the other");
            assertThat(other.isActive()).isTrue();
            assertThat(azure.rows(App.STREAM))
                    .filteredOn(row -> "from the other".equals(row.text("Message")))
                    .allSatisfy(row -> assertThat(row.text("AppName")).isEqualTo("other"));
        }
    }

    @Test
    void aCustomizerChangesAnything() {
        try (var app = App.run(azure, Customized.class, "--azure.monitor.logs.credential=azure-cli")) {
            LOG.info("customized");
            LoggerFactory.getLogger("com.example.noisy").info("excluded");
            LOG.info("at the end");

            awaitMessages("customized", "at the end");
            assertThat(app.isActive()).isTrue();
            assertThat(App.messages(azure)).doesNotContain("excluded");
            assertThat(azure.rows(App.STREAM))
                    .filteredOn(row -> "at the end".equals(row.text("Message")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("AppName")).isEqualTo("by code"));
            assertThat(identity.threads).isNotEmpty();
        }
    }

    @Test
    void wrongSettingsKeepNobodyFromStartingUnlessStrict() {
        try (var app = App.run(azure, App.Plain.class, "--azure.monitor.logs.request-timeout=5")) {
            assertThat(app.isActive()).isTrue();
            assertThat(SharedAppender.HERE.off()).contains("requestTimeout = \"5\"");
            assertThat(appenders()).isEmpty();
        }
        assertThatThrownBy(() -> App.run(
                        azure,
                        App.Plain.class,
                        "--azure.monitor.logs.request-timeout=5",
                        "--azure.monitor.logs.strict=true"))
                .hasMessageContaining("requestTimeout = \"5\"");
        assertThatThrownBy(() -> App.run(
                        azure,
                        App.Plain.class,
                        "--azure.monitor.logs.columns=Nonsense = nothing",
                        "--azure.monitor.logs.strict=true"))
                .hasMessageContaining("Nonsense = nothing");
    }

    @Test
    void aMistypedPropertyIsToldWithTheNearestOne() {
        assertThatThrownBy(() -> App.run(
                        azure, App.Plain.class, "--azure.monitor.logs.lingre=5s", "--azure.monitor.logs.strict=true"))
                .hasMessageContaining("lingre")
                .hasMessageContaining("linger");
    }

    @Test
    void anApplicationThatFailsShipsWhatItLoggedWithTheDefaultCredential() {
        assertThatThrownBy(() -> App.run(azure, Broken.class)).hasMessageContaining("the warehouse is on fire");

        assertThat(appenders()).hasSize(1);
        // The decision is there: whoever waits for it fails or succeeds, but waits no more.
        assertThat(SharedAppender.HERE.credentialKnown).isTrue();
    }

    /** Ways in which Logback is set up anew. */
    enum SetUpAnew {
        BY_SPRING_CLOUD {
            @Override
            void run() {
                LoggingSystem system = LoggingSystem.get(SharedAppenderTest.class.getClassLoader());
                system.cleanUp();
                system.beforeInitialize();
                system.initialize(new LoggingInitializationContext(new StandardEnvironment()), "", null);
            }
        },
        BY_A_RESET_AND_CODE {
            @Override
            void run() {
                CONTEXT.reset();
                basic();
            }
        },
        BY_A_RESET {
            @Override
            void run() {
                CONTEXT.reset();
            }
        },
        BY_A_STOP_AND_A_START {
            @Override
            void run() {
                CONTEXT.stop();
                CONTEXT.start();
            }
        },
        BY_A_STOP_A_RESET_AND_CODE {
            @Override
            void run() {
                CONTEXT.stop();
                CONTEXT.reset();
                basic();
            }
        };

        private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

        abstract void run();

        private static void basic() {
            var configurator = new BasicConfigurator();
            configurator.setContext(CONTEXT);
            configurator.configure(CONTEXT);
            CONTEXT.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        }
    }

    private static void readAgain(Path logback) throws Exception {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        // Keeps the watch out: where this takes seconds, two of its checks would take the reset for all there is.
        synchronized (SharedAppender.HERE) {
            context.reset();
            configurator.doConfigure(logback.toFile());
        }
    }

    private Path logback(String content) throws Exception {
        return Files.writeString(
                directory.resolve("logback-spring.xml"), "<configuration>" + content + "</configuration>");
    }

    private void awaitMessage(String message) {
        awaitMessages(message);
    }

    /** Each of them: requests may overtake each other, and what a stop leaves on disk comes later than what follows. */
    private void awaitMessages(String... messages) {
        await(String.join(", ", messages))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(App.messages(azure)).contains(messages));
    }

    /** Those that the starter attached. */
    private static List<Appender<ILoggingEvent>> appenders() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var found = new ArrayList<Appender<ILoggingEvent>>();
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof AzureMonitorAppender) {
                found.add(appender);
            }
        });
        return found;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class TwoIdentities {
        @Bean
        Identity right() {
            return new Identity(EMULATOR.emulator());
        }

        @Bean
        Identity wrong() {
            return new Identity(EMULATOR.emulator());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Customized {
        @Bean
        PipelineCustomizer byCode() {
            return options -> {
                options.set(Setting.APP_NAME, "by code").credential(App.WithIdentity.identity);
                options.excludedLoggers().add("com.example.noisy");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class ByCode {
        @Bean
        InitializingBean handOver() {
            return () -> ApplicationCredential.use(App.WithIdentity.identity);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutToken {
        @Bean
        PipelineCustomizer withoutToken() {
            return options -> options.set(Setting.CREDENTIAL, "none");
        }
    }

    /** Its context is there already when it fails, and tells its parent. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class FailsLate {
        @Bean
        CommandLineRunner late() {
            return arguments -> {
                throw new IllegalStateException("too late");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Broken {
        @Bean
        Object warehouse() {
            throw new IllegalStateException("the warehouse is on fire");
        }
    }
}
