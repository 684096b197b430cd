package io.github.azuremonitor.appender.common.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each platform tells without being asked. */
class PlatformTest {

    @Test
    void onContainerAppsNameAndReplicaAreKnown() {
        Platform app =
                platform("CONTAINER_APP_NAME", "orders", "CONTAINER_APP_REPLICA_NAME", "orders--1-x", "HOSTNAME", "h");
        assertThat(app.appName()).isEqualTo("orders");
        assertThat(app.appInstance()).isEqualTo("orders--1-x");
        assertThat(platform("CONTAINER_APP_JOB_NAME", "nightly").appName()).isEqualTo("nightly");
    }

    @Test
    void onAppServiceSiteAndInstanceAreKnown() {
        Platform site = platform("WEBSITE_SITE_NAME", "orders", "WEBSITE_INSTANCE_ID", "4f1a", "HOSTNAME", "h");
        assertThat(site.appName()).isEqualTo("orders");
        assertThat(site.appInstance()).isEqualTo("4f1a");
    }

    @Test
    void aPodOnTheNetworkOfItsNodeIsNotItsNode() {
        Platform pod = platform("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "node-3", "POD_NAME", "agent-x2x4q");
        assertThat(pod.appInstance()).isEqualTo("agent-x2x4q");
        assertThat(pod.appName()).isEqualTo("agent");
    }

    @ParameterizedTest
    @CsvSource({
        "orders-7d9f8b6c5-x2x4q, orders",
        "order-desk-6d4b75cb6d-hwd7q, order-desk",
        "orders-0, orders",
        "orders-12, orders",
        "agent-x2x4q, agent",
        "nightly-28345678-x2x4q, nightly",
        "orders, ",
        "order-desk, ",
    })
    void aPodsNameTellsItsWorkloadUnlessItIsItsOwn(String pod, String workload) {
        assertThat(platform("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", pod)
                        .appName())
                .isEqualTo(workload);
    }

    @Test
    void aHostOutsideOfAClusterIsNoWorkload() {
        assertThat(platform("HOSTNAME", "build-12").appName()).isNull();
        assertThat(platform("HOSTNAME", "build-12").appInstance()).isEqualTo("build-12");
    }

    @Test
    void aNameThatSomebodyGaveWins() {
        assertThat(platform("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "a-0", "OTEL_SERVICE_NAME", "shop")
                        .appName())
                .isEqualTo("shop");
    }

    private static Platform platform(String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return Platform.from(new ProcessEnvironment(name -> null, environment::get, path -> null));
    }
}
