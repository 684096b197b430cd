package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.send.credential.ApplicationCredential;
import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Reading;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.Slips;
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
 * What this JVM ships, as there is one logging system for all its applications: the plan of the first one, until that one
 * ends. Its appender goes on after it, for the last lines. Any thread.
 */
final class Shipping {
    static final Shipping HERE =
            new Shipping(LogFramework::find, SpringApplication.getShutdownHandlers()::add, System.getenv());

    private static final Log LOG = LogFactory.getLog(Shipping.class);

    private static final List<String> REQUIRED = Arrays.stream(Setting.values())
            .filter(Setting::required)
            .map(Setting::flatName)
            .toList();

    private final Supplier<@Nullable LogFramework> frameworks;
    private final Consumer<Runnable> atExit;
    private final Map<String, String> environment;
    private final Lookout lookout = new Lookout(this::look);
    private @Nullable LogFramework framework;
    private @Nullable ShippingListener owner;
    private boolean credentialKnown;
    private boolean exitWatched;

    /** Why nothing is shipped, for people; null while something is. */
    private volatile @Nullable String off = "no application has started";

    /**
     * @param atExit what is given to it runs after all contexts are closed, when the JVM exits
     * @param environment the process's variables
     */
    Shipping(Supplier<@Nullable LogFramework> frameworks, Consumer<Runnable> atExit, Map<String, String> environment) {
        this.frameworks = frameworks;
        this.atExit = atExit;
        this.environment = environment;
    }

    /**
     * An application knows its properties. Of no effect while another one ships.
     *
     * @param plan null if it ships nothing
     * @param why nothing is shipped, if so
     */
    synchronized void begin(ShippingListener application, @Nullable Plan plan, String why) {
        if (owner != null && owner != application) {
            if (framework != null) {
                // After the end of any application Spring Boot sets the logging system up anew for the next one.
                framework.attachAgain();
            }
            return;
        }
        // Tests keep the contexts of others, which ship nothing.
        owner = plan == null ? null : application;
        credentialKnown = plan == null || !plan.waitsForCredential();
        if (!credentialKnown) {
            // Not that of an application before this one; but what code has handed over, such as main, stands.
            ApplicationCredential.expect();
        }
        if (plan == null) {
            off = why;
            LOG.info("Log events are not sent to Azure Monitor: " + why);
        }
        ship(plan);
    }

    /** Why nothing is shipped, or null. */
    @Nullable String off() {
        return off;
    }

    /** The application wants something else than it did. */
    synchronized void change(ShippingListener application, Plan plan) {
        if (isFor(application)) {
            ship(plan);
        }
    }

    /** Whether the log is this application's to ship, or this one is a part of it. */
    synchronized boolean isFor(ShippingListener application) {
        ShippingListener first = owner;
        return first != null && (first == application || first.isAbove(application));
    }

    /** The application's beans are there; {@code handOver} hands the credential over. */
    synchronized void credentialIsKnown(Runnable handOver) {
        credentialKnown = true;
        handOver.run();
    }

    /** The application has ended or could not start: what waits for its credential goes out with the default one. */
    synchronized void release(ShippingListener application) {
        if (owner == application) {
            owner = null;
            lookout.stop();
            decide();
        }
    }

    /** Attaches the appender again if somebody has stopped it, or the logging system, without a word. */
    synchronized void look() {
        if (owner != null && framework != null) {
            framework.look();
        }
    }

    /** Whether it is decided which credential the tokens come from. */
    synchronized boolean isCredentialKnown() {
        return credentialKnown;
    }

    private void ship(@Nullable Plan plan) {
        LogFramework used = framework == null ? frameworks.get() : framework;
        framework = used;
        Reading reading = plan == null ? null : readingOf(plan);
        if (reading instanceof Reading.Ready ready) {
            ship(plan, ready, used);
            return;
        }
        if (used != null) {
            used.attach(null);
        }
        if (plan == null || reading == null) {
            return;
        }
        List<Problem> doubts = variables(plan).warnings();
        String told = reading.describe()
                + doubts.stream().map(doubt -> "\n  " + doubt).collect(Collectors.joining());
        off = told;
        boolean faulty = reading instanceof Reading.Faulty;
        if (reading instanceof Reading.Faulty fault && fault.strict()) {
            throw new IllegalStateException(told);
        }
        // A missing log line is no reason not to start.
        if (faulty || !doubts.isEmpty()) {
            LOG.warn(told);
        } else {
            LOG.info(told);
        }
    }

    private void ship(@Nullable Plan plan, Reading.Ready ready, @Nullable LogFramework used) {
        if (used == null) {
            off = "the application logs neither with Logback nor with Log4j2";
            LOG.warn("Log events are not sent to Azure Monitor: " + off);
            return;
        }
        watchExit();
        lookout.start();
        boolean attached = used.attach(plan);
        off = attached ? null : "a setting is wrong; a line of the appender at the start says which one";
        if (!attached && ready.settings().pipeline().strict()) {
            throw new IllegalStateException("azure.monitor.logs.strict=true, and a setting is wrong");
        }
    }

    private Slips variables(Plan plan) {
        return Slips.among(environment.keySet(), plan.texts().keySet());
    }

    /** What the settings come to, with what is wrong beside them. */
    private Reading readingOf(Plan plan) {
        var faults = new ArrayList<>(plan.faults());
        faults.addAll(variables(plan).faults());
        Reading reading = plan.namesNoPlace()
                ? new Reading.NotConfigured(REQUIRED)
                : SettingsReader.read(plan.texts(), environment::get);
        if (faults.isEmpty()) {
            return reading;
        }
        boolean strict = reading instanceof Reading.Ready ready
                && ready.settings().pipeline().strict();
        if (reading instanceof Reading.Faulty faulty) {
            faults.addAll(faulty.problems());
            strict = faulty.strict();
        }
        return new Reading.Faulty(faults, reading.warnings(), strict);
    }

    /** Nobody else stops the appender with {@code logging.register-shutdown-hook=false}. */
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
