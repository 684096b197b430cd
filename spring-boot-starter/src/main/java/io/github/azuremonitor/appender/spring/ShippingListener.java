package io.github.azuremonitor.appender.spring;

import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Follows one application from its environment to its end: ships its log as soon as the properties are known, and hands
 * over the credential as soon as the beans are. An application that never gets beans still ships the log of its
 * failure.
 */
final class ShippingListener implements ApplicationListener<ApplicationEvent>, Ordered {
    /** Spring's TestContext framework adds it before the application sees its environment. */
    private static final String TEST_PROPERTIES = "Inlined Test Properties";

    /** Spring Cloud's context that fetches properties for the real one. */
    private static final String BOOTSTRAP = "bootstrap";

    /** Published when Spring Cloud has refreshed the environment; a class that most applications do not have. */
    private static final String ENVIRONMENT_CHANGED =
            "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

    private static final Log LOG = LogFactory.getLog(ShippingListener.class);

    private final SharedAppender shipping;
    private @Nullable ApplicationContext context;

    /** The plan of the properties; null if nothing should be shipped. */
    private @Nullable Plan given;

    /** The plan in use: that one, as changed by customizers. */
    private @Nullable Plan plan;

    private @Nullable String credentialBean;

    /** Why nothing is shipped, if so. */
    private String off = "";

    /** Whether this application may ship: one that only fetches properties for another one does not. */
    private boolean begun;

    ShippingListener() {
        this(SharedAppender.HERE);
    }

    ShippingListener(SharedAppender shipping) {
        this.shipping = shipping;
    }

    /** After the listener that sets up the logging system. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
            prepared(prepared.getEnvironment());
        } else if (event instanceof ApplicationPreparedEvent prepared) {
            context = prepared.getApplicationContext();
            initialized(prepared.getApplicationContext().getEnvironment());
        } else if (event instanceof ContextRefreshedEvent refreshed && refreshed.getApplicationContext() == context) {
            refreshed(refreshed.getApplicationContext());
        } else if (event.getClass().getName().equals(ENVIRONMENT_CHANGED) && context != null) {
            changed(context);
        } else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == context) {
            shipping.release(this);
        } else if (event instanceof ApplicationFailedEvent failed && isOwn(failed)) {
            shipping.release(this);
        }
    }

    /** A context also notifies its parent. */
    private boolean isOwn(ApplicationFailedEvent failed) {
        return context == null || failed.getApplicationContext() == context;
    }

    /** Whether the other's context has this one's among its ancestors. */
    boolean isAbove(ShippingListener other) {
        ApplicationContext its = other.context;
        while (its != null && its != context) {
            its = its.getParent();
        }
        return its != null;
    }

    private void prepared(ConfigurableEnvironment environment) {
        if (environment.getPropertySources().contains(BOOTSTRAP)) {
            return;
        }
        // Not the context of an earlier run of the same application.
        context = null;
        begun = true;
        begin(read(environment));
    }

    private void begin(@Nullable Plan read) {
        given = read;
        plan = read;
        shipping.begin(this, read, off);
    }

    /** Initializers may have added properties, as Spring Cloud's bootstrap does from a remote source. */
    private void initialized(ConfigurableEnvironment environment) {
        Plan read = begun ? read(environment) : null;
        if (!Objects.equals(read, given)) {
            begin(read);
        }
    }

    /** Spring Cloud has refreshed the properties. */
    private void changed(ApplicationContext whose) {
        try {
            Plan read = begun && whose.getEnvironment() instanceof ConfigurableEnvironment environment
                    ? read(environment)
                    : given;
            if (Objects.equals(read, given)) {
                return;
            }
            if (given == null || read == null) {
                begin(read);
            }
            given = read;
            refreshed(whose);
        } catch (RuntimeException wrong) {
            LOG.warn("The changed properties azure.monitor.logs are of no use, the log goes on as before", wrong);
        }
    }

    private @Nullable Plan read(ConfigurableEnvironment environment) {
        var reader = new PlanReader(environment);
        AzureMonitorLogsProperties properties = reader.properties();
        String enabled = properties.enabled();
        boolean test = environment.getPropertySources().contains(TEST_PROPERTIES);
        // A text that is neither is reported by the plan.
        boolean active = Switch.isGiven(enabled) ? Switch.isOn(enabled, true) : !test;
        credentialBean = properties.credentialBean();
        off = !Switch.isGiven(enabled)
                ? "this is a test, which ships with azure.monitor.logs.enabled=true alone"
                : "azure.monitor.logs.enabled is false";
        return active ? reader.plan(properties) : null;
    }

    private void refreshed(ApplicationContext refreshed) {
        Plan read = given;
        if (read == null) {
            return;
        }
        var options = new PipelineOptions(read);
        refreshed
                .getBeanProvider(PipelineCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(options));
        Plan customized = options.plan();
        // Events logged before the beans exist wait, whatever a customizer sets.
        if (shipping.isFor(this) && (read.waitsForCredential() || customized.waitsForCredential())) {
            shipping.credentialIsKnown(() -> CredentialBeans.handOver(options.credential(), credentialBean, refreshed));
        }
        if (!customized.equals(plan)) {
            plan = customized;
            shipping.change(this, customized);
        }
    }
}
