package io.github.azuremonitor.appender.common.encode;

import static io.github.azuremonitor.appender.common.encode.Surroundings.first;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a pod knows of itself. Kubernetes tells it no more than its name by itself (as the host name) and its namespace
 * (in a file); the rest is in variables that the deployment fills by the downward API.
 */
final class Kubernetes {
    private static final String NAMESPACE_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    private Kubernetes() {}

    static @Nullable String pod(Surroundings around) {
        Function<String, @Nullable String> environment = around.environment();
        String named = first(
                environment.apply("K8S_POD_NAME"), environment.apply("POD_NAME"), environment.apply("MY_POD_NAME"));
        return named == null && isThere(around) ? environment.apply("HOSTNAME") : named;
    }

    static @Nullable String namespace(Surroundings around) {
        Function<String, @Nullable String> environment = around.environment();
        String named = first(
                environment.apply("K8S_NAMESPACE_NAME"),
                environment.apply("POD_NAMESPACE"),
                environment.apply("MY_POD_NAMESPACE"));
        return named == null && isThere(around) ? around.file().apply(NAMESPACE_FILE) : named;
    }

    static @Nullable String node(Surroundings around) {
        Function<String, @Nullable String> environment = around.environment();
        return first(
                environment.apply("K8S_NODE_NAME"), environment.apply("NODE_NAME"), environment.apply("MY_NODE_NAME"));
    }

    static @Nullable String container(Surroundings around) {
        Function<String, @Nullable String> environment = around.environment();
        return first(environment.apply("K8S_CONTAINER_NAME"), environment.apply("CONTAINER_NAME"));
    }

    private static boolean isThere(Surroundings around) {
        return around.environment().apply("KUBERNETES_SERVICE_HOST") != null;
    }
}
