package io.github.azuremonitor.appender.common.encode;

import static io.github.azuremonitor.appender.common.encode.ProcessEnvironment.first;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a pod knows of itself: its name, which is the host name, its namespace, which Kubernetes puts into a file, and what
 * the deployment puts into variables by the downward API.
 */
final class Kubernetes {
    private static final String NAMESPACE_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /**
     * What Kubernetes puts behind the name of a workload: the hash of a replica set or the time of a cron job and five
     * characters, a number, or five characters alone. Its random characters have no vowel and nothing that looks like one.
     */
    private static final Pattern POD =
            Pattern.compile("(.+?)(-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"
                    + "|-\\d{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}|-\\d{1,5}|-[bcdfghjklmnpqrstvwxz2456789]{5})");

    private Kubernetes() {}

    /** The deployment, stateful set, daemon set or job of a pod in a cluster, by the pod's name; else null. */
    static @Nullable String workload(ProcessEnvironment around) {
        String pod = isThere(around) ? pod(around) : null;
        Matcher name = POD.matcher(pod == null ? "" : pod);
        return name.matches() ? name.group(1) : null;
    }

    static @Nullable String pod(ProcessEnvironment around) {
        Function<String, @Nullable String> environment = around.environment();
        String named = first(
                environment.apply("K8S_POD_NAME"), environment.apply("POD_NAME"), environment.apply("MY_POD_NAME"));
        return named == null && isThere(around) ? environment.apply("HOSTNAME") : named;
    }

    static @Nullable String namespace(ProcessEnvironment around) {
        Function<String, @Nullable String> environment = around.environment();
        String named = first(
                environment.apply("K8S_NAMESPACE_NAME"),
                environment.apply("POD_NAMESPACE"),
                environment.apply("MY_POD_NAMESPACE"));
        return named == null && isThere(around) ? around.file().apply(NAMESPACE_FILE) : named;
    }

    static @Nullable String node(ProcessEnvironment around) {
        Function<String, @Nullable String> environment = around.environment();
        return first(
                environment.apply("K8S_NODE_NAME"), environment.apply("NODE_NAME"), environment.apply("MY_NODE_NAME"));
    }

    static @Nullable String container(ProcessEnvironment around) {
        Function<String, @Nullable String> environment = around.environment();
        return first(environment.apply("K8S_CONTAINER_NAME"), environment.apply("CONTAINER_NAME"));
    }

    private static boolean isThere(ProcessEnvironment around) {
        return around.environment().apply("KUBERNETES_SERVICE_HOST") != null;
    }
}
