package io.github.azuremonitor.appender.spring;

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
 * Follows one application from its environment to its end: ships its log as soon as the properties are known, and says
 * which credential to use as soon as the beans are. An application that never gets beans ships its failure all the same.
 */
final class ShippingListener implements ApplicationListener<ApplicationEvent>, Ordered {
    /** Spring's TestContext framework adds it before the application sees its environment. */
    private static final String TEST_PROPERTIES = "Inlined Test Properties";

    /** Spring Cloud's context that fetches properties for the real one. */
    private static final String BOOTSTRAP = "bootstrap";

    private final Shipping shipping;
    private @Nullable ApplicationContext context;
    private @Nullable Plan plan;
    private @Nullable String credentialBean;
    private boolean active;

    ShippingListener() {
        this(Shipping.HERE);
    }

    ShippingListener(Shipping shipping) {
        this.shipping = shipping;
    }

    /** Behind the listener that sets the logging system up. */
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
        } else if (event instanceof ContextRefreshedEvent refreshed && refreshed.getApplicationContext() == context) {
            refreshed(refreshed.getApplicationContext());
        } else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == context) {
            shipping.release(this);
        } else if (event instanceof ApplicationFailedEvent failed && isOwn(failed)) {
            shipping.release(this);
        }
    }

    /** A context tells its parent, too. */
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
        var reader = new PlanReader(environment);
        AzureMonitorLogsProperties properties = reader.properties();
        Boolean enabled = properties.enabled();
        boolean test = environment.getPropertySources().contains(TEST_PROPERTIES);
        active = enabled == null ? !test : enabled;
        plan = active ? reader.plan(properties) : null;
        credentialBean = properties.credentialBean();
        shipping.begin(this, plan);
    }

    private void refreshed(ApplicationContext refreshed) {
        Plan given = plan;
        if (!active || given == null) {
            return;
        }
        var options = new PipelineOptions(given);
        refreshed
                .getBeanProvider(PipelineCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(options));
        Plan customized = options.plan();
        // What was logged before the beans waits, whatever a customizer says.
        if (shipping.isFor(this) && (given.waitsForCredential() || customized.waitsForCredential())) {
            shipping.credentialIsKnown(() -> CredentialBeans.handOver(options.credential(), credentialBean, refreshed));
        }
        if (!customized.equals(given)) {
            plan = customized;
            shipping.change(this, customized);
        }
    }
}
