package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.send.credential.ApplicationCredential;
import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/**
 * What this JVM ships, since there is one logging system for all its applications: the plan of the first one, until
 * that one ends. Its appender stays after that, for the last events. Any thread.
 */
final class SharedAppender {
    static final SharedAppender HERE = new SharedAppender(
            LogFramework::find,
            SpringApplication.getShutdownHandlers()::add,
            System.getenv(),
            LogFactory.getLog(SharedAppender.class));

    private static final List<String> REQUIRED = Arrays.stream(Setting.values())
            .filter(Setting::required)
            .map(Setting::flatName)
            .toList();

    private final Supplier<@Nullable LogFramework> frameworks;
    private final Consumer<Runnable> atExit;
    private final Map<String, String> environment;
    private final Log log;
    private final FrameworkWatch lookout = new FrameworkWatch(this::look);
    private @Nullable LogFramework framework;
    private @Nullable ShippingListener owner;

    /** Whether the credential is decided. */
    boolean credentialKnown;

    private boolean exitWatched;

    /** Why nothing is shipped, for people; null while something is. */
    private volatile @Nullable String off = "no application has started";

    /**
     * @param atExit runs its argument when the JVM exits, after all contexts are closed
     * @param environment the process's variables
     * @param log takes the lines about what is not shipped
     */
    SharedAppender(
            Supplier<@Nullable LogFramework> frameworks,
            Consumer<Runnable> atExit,
            Map<String, String> environment,
            Log log) {
        this.frameworks = frameworks;
        this.atExit = atExit;
        this.environment = environment;
        this.log = log;
    }

    /**
     * An application knows its properties. Has no effect while another one ships.
     *
     * @param plan null if it ships nothing
     * @param why reason why nothing is shipped, if so
     */
    synchronized void begin(ShippingListener application, @Nullable Plan plan, String why) {
        if (owner != null && owner != application) {
            if (framework != null) {
                // After the end of any application Spring Boot sets up the logging system again for the next one.
                framework.attachAgain();
            }
            return;
        }
        // Tests keep other contexts, which ship nothing.
        owner = plan == null ? null : application;
        credentialKnown = plan == null || !plan.waitsForCredential();
        if (!credentialKnown) {
            // Not that of an earlier application; but a credential handed over by code, such as main, stands.
            ApplicationCredential.expect();
        }
        if (plan == null) {
            off = why;
            log.info("Log events are not sent to Azure Monitor: " + why);
        }
        ship(plan);
    }

    /** Why nothing is shipped, or null. */
    @Nullable String off() {
        return off;
    }

    /** The application's plan has changed. */
    synchronized void change(ShippingListener application, Plan plan) {
        if (isFor(application)) {
            ship(plan);
        }
    }

    /** Whether this application, or one that it is a part of, ships the log. */
    synchronized boolean isFor(ShippingListener application) {
        ShippingListener first = owner;
        return first != null && (first == application || first.isAbove(application));
    }

    /** The application's beans exist; {@code handOver} hands over the credential. */
    synchronized void credentialIsKnown(Runnable handOver) {
        credentialKnown = true;
        handOver.run();
    }

    /**
     * The application has ended or could not start: events that wait for its credential are sent with the default one.
     */
    synchronized void release(ShippingListener application) {
        if (owner == application) {
            owner = null;
            lookout.stop();
            decide();
        }
    }

    /** Attaches the appender again if it, or the logging system, was silently stopped. */
    synchronized void look() {
        if (owner != null && framework != null) {
            framework.look();
        }
    }

    private void ship(@Nullable Plan plan) {
        LogFramework used = framework == null ? frameworks.get() : framework;
        framework = used;
        SettingsResult reading = plan == null ? null : readingOf(plan);
        if (plan != null && reading instanceof SettingsResult.Ready ready) {
            attach(plan, ready, used);
            return;
        }
        if (used != null) {
            used.attach(null);
        }
        if (plan == null || reading == null) {
            return;
        }
        List<SettingProblem> doubts = variables(plan).warnings();
        String told = reading.describe()
                + doubts.stream().map(doubt -> "\n  " + doubt).collect(Collectors.joining());
        off = told;
        boolean faulty = reading instanceof SettingsResult.Faulty;
        if (reading instanceof SettingsResult.Faulty fault && fault.strict()) {
            throw new IllegalStateException(told);
        }
        // A missing log line is no reason not to start.
        if (faulty || !doubts.isEmpty()) {
            log.warn(told);
        } else {
            log.info(told);
        }
    }

    private void attach(Plan plan, SettingsResult.Ready ready, @Nullable LogFramework used) {
        if (used == null) {
            off = "the application logs neither with Logback nor with Log4j2";
            log.warn("Log events are not sent to Azure Monitor: " + off);
            return;
        }
        watchExit();
        lookout.start();
        // Not the plan's text: routes may also come from a variable that is none of the application's properties.
        boolean attached =
                used.attach(plan.forAppender(ready.settings().routes().text()));
        off = attached ? null : "a setting is wrong; a line of the appender at the start says which one";
        if (!attached && ready.settings().pipeline().strict()) {
            throw new IllegalStateException("azure.monitor.logs.strict=true, and a setting is wrong");
        }
    }

    private MisspeltNames variables(Plan plan) {
        return MisspeltNames.among(environment.keySet(), plan.texts().keySet());
    }

    /** The result of reading the settings, with other faults of the plan. */
    private SettingsResult readingOf(Plan plan) {
        var faults = new ArrayList<>(plan.faults());
        faults.addAll(variables(plan).faults());
        SettingsResult reading = plan.namesNoPlace()
                ? new SettingsResult.NotConfigured(REQUIRED)
                : SettingsReader.read(plan.texts(), environment::get);
        if (faults.isEmpty()) {
            return reading;
        }
        boolean strict = reading instanceof SettingsResult.Ready ready
                && ready.settings().pipeline().strict();
        if (reading instanceof SettingsResult.Faulty faulty) {
            faults.addAll(faulty.problems());
            strict = faulty.strict();
        }
        return new SettingsResult.Faulty(faults, reading.warnings(), strict);
    }

    /** Nothing else stops the appender with {@code logging.register-shutdown-hook=false}. */
    private void watchExit() {
        if (!exitWatched) {
            exitWatched = true;
            atExit.accept(this::exit);
        }
    }

    private void exit() {
        LogFramework used;
        synchronized (this) {
            lookout.stop();
            decide();
            used = framework;
        }
        if (used != null) {
            used.stop();
        }
    }

    private void decide() {
        if (!credentialKnown) {
            credentialKnown = true;
            ApplicationCredential.useDefault();
        }
    }
}
