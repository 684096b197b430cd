package io.github.azuremonitor.appender.examples.container;

import static io.github.azuremonitor.appender.examples.container.Manifest.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests are what their platforms take, and their numbers fit each other. */
class ManifestsTest {
    private static final String DEPLOYMENT = "kubernetes/deployment.yaml";
    private static final String STATEFUL_SET = "kubernetes/statefulset.yaml";
    private static final String CONTAINER_APP = "azure/container-app.yaml";
    private static final String APP_SERVICE = "azure/app-service.json";
    private static final long MEGABYTE = 1L << 20;

    /** A replica with a quarter of a core has this much (Microsoft Learn, "Use storage mounts in Azure Container Apps"). */
    private static final long STORAGE_OF_A_QUARTER_CORE = 1024 * MEGABYTE;

    private static final Map<String, Check> KUBERNETES = Map.of(
            "ServiceAccount", V1ServiceAccount::validateJsonElement,
            "ConfigMap", V1ConfigMap::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "Deployment", V1Deployment::validateJsonElement,
            "StatefulSet", V1StatefulSet::validateJsonElement);

    /** Throws if a property is unknown, missing or of another type. */
    interface Check {
        void accept(JsonElement object) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYMENT, STATEFUL_SET})
    void everyObjectFitsKubernetesOwnSchema(String file) throws Exception {
        assertThat(Manifest.documents(file)).hasSize(4);
        for (Object document : Manifest.documents(file)) {
            KUBERNETES.get((String) at(document, "kind")).accept(new Gson().toJsonTree(document));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYMENT, STATEFUL_SET})
    void theServiceFindsThePods(String file) throws Exception {
        Object service = Manifest.ofKind(file, "Service");
        Object workload = Manifest.ofKind(file, file.equals(DEPLOYMENT) ? "Deployment" : "StatefulSet");

        assertThat(map(at(workload, "spec", "template", "metadata", "labels")))
                .containsAllEntriesOf(map(at(service, "spec", "selector")));
        assertThat(at(service, "spec", "ports", 0, "targetPort"))
                .isEqualTo(at(pod(file), "containers", 0, "ports", 0, "name"));
    }

    @Test
    void theStatefulSetNamesItsService() throws Exception {
        assertThat(at(Manifest.ofKind(STATEFUL_SET, "StatefulSet"), "spec", "serviceName"))
                .isEqualTo(at(Manifest.ofKind(STATEFUL_SET, "Service"), "metadata", "name"));
    }

    @Test
    void aNameThatKubernetesDoesNotKnowIsFound() throws Exception {
        Map<Object, Object> pod = map(at(Manifest.ofKind(DEPLOYMENT, "Deployment"), "spec", "template", "spec"));
        pod.put("terminationGracePeriod", 30);
        JsonElement faulty = new Gson().toJsonTree(Map.of("spec", Map.of("template", Map.of("spec", pod))));
        assertThatThrownBy(() -> V1Deployment.validateJsonElement(faulty))
                .hasMessageContaining("terminationGracePeriod");
    }

    @Test
    void theAzureFilesFitTheSchemasOfTheirResources() throws Exception {
        assertThat(schema("container-app").faults(one(CONTAINER_APP))).isEmpty();
        assertThat(schema("app-service").faults(one(APP_SERVICE))).isEmpty();
    }

    @Test
    void theSchemasFindWhatIsUnknownMissingOrOfAnotherType() throws Exception {
        Map<Object, Object> app = map(one(CONTAINER_APP));
        app.put("Location", app.remove("location"));
        app.put("type", 1);
        assertThat(schema("container-app").faults(app))
                .containsExactlyInAnyOrder(
                        "/Location is unknown",
                        "/location is missing",
                        "/type is '1', which is no Microsoft\\.App/containerApps");
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYMENT, STATEFUL_SET, CONTAINER_APP, APP_SERVICE})
    void everyVariableOfOursIsASettingAndTheThreeThatAreRequiredAreThere(String file) throws Exception {
        Set<String> known = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.environmentNames().stream())
                .collect(Collectors.toSet());
        Set<String> used = variables(file).keySet().stream()
                .filter(name -> name.startsWith("AZURE_MONITOR_LOGS_"))
                .collect(Collectors.toSet());
        assertThat(known).containsAll(used);
        assertThat(used)
                .contains(
                        "AZURE_MONITOR_LOGS_ENDPOINT",
                        "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID",
                        "AZURE_MONITOR_LOGS_STREAM_NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYMENT, STATEFUL_SET, CONTAINER_APP, APP_SERVICE})
    void thePlatformWaitsLongerThanTheStopTakes(String file) throws Exception {
        String deadline = variables(file).get("AZURE_MONITOR_LOGS_SHUTDOWN_TIMEOUT");
        long grace = switch (file) {
            case CONTAINER_APP -> (int) at(one(file), "properties", "template", "terminationGracePeriodSeconds");
            case APP_SERVICE -> Long.parseLong(variables(file).get("WEBSITES_CONTAINER_STOP_TIME_LIMIT"));
            default -> (int) at(pod(file), "terminationGracePeriodSeconds");
        };
        assertThat(deadline).matches("\\d+s");
        assertThat(grace).isGreaterThanOrEqualTo(Long.parseLong(deadline.replace("s", "")) + 5);
    }

    @Test
    void aDeploymentsSpoolFitsIntoItsVolumeAndTheVolumesIntoThePodsStorage() throws Exception {
        long data = bytes((String) at(pod(DEPLOYMENT), "volumes", 0, "emptyDir", "sizeLimit"));
        long temporary = bytes((String) at(pod(DEPLOYMENT), "volumes", 1, "emptyDir", "sizeLimit"));
        Object resources = at(pod(DEPLOYMENT), "containers", 0, "resources");
        assertThat(data).isGreaterThan(caps(DEPLOYMENT));
        for (String kind : List.of("requests", "limits")) {
            assertThat(bytes((String) at(resources, kind, "ephemeral-storage"))).isGreaterThan(data + temporary);
        }
    }

    @Test
    void theOtherSpoolsFitIntoWhatTheirPlatformsGive() throws Exception {
        Object claim = at(Manifest.ofKind(STATEFUL_SET, "StatefulSet"), "spec", "volumeClaimTemplates", 0, "spec");
        assertThat(bytes((String) at(claim, "resources", "requests", "storage")))
                .isGreaterThan(caps(STATEFUL_SET));
        assertThat(at(one(CONTAINER_APP), "properties", "template", "containers", 0, "resources", "cpu"))
                .isEqualTo(0.25);
        assertThat(STORAGE_OF_A_QUARTER_CORE).isGreaterThan(caps(CONTAINER_APP));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYMENT, STATEFUL_SET})
    void whatIsWritableIsMountedAndNothingElse(String file) throws Exception {
        Object container = at(pod(file), "containers", 0);
        assertThat(at(container, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(pod(file), "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(variables(file).get("AZURE_MONITOR_LOGS_SPOOL_DIRECTORY"))
                .startsWith(at(container, "volumeMounts", 0, "mountPath") + "/");
        assertThat(at(container, "volumeMounts", 1, "mountPath")).isEqualTo("/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYMENT, STATEFUL_SET})
    void aWorkloadIdentityIsAskedForByLabelAccountAndSetting(String file) throws Exception {
        Object template = at(Manifest.documents(file).get(2), "spec", "template");
        assertThat(at(template, "metadata", "labels", "azure.workload.identity/use"))
                .isEqualTo("true");
        assertThat(at(template, "spec", "serviceAccountName"))
                .isEqualTo(at(Manifest.ofKind(file, "ServiceAccount"), "metadata", "name"));
        assertThat(variables(file)).containsEntry("AZURE_MONITOR_LOGS_CREDENTIAL", "workload-identity");
    }

    @Test
    void theContainerAppMayPullItsImage() throws Exception {
        Object app = one(CONTAINER_APP);
        Object registry = at(app, "properties", "configuration", "registries", 0);
        assertThat((String) at(app, "properties", "template", "containers", 0, "image"))
                .startsWith(at(registry, "server") + "/");
        assertThat(map(at(app, "identity", "userAssignedIdentities"))).containsOnlyKeys(at(registry, "identity"));
    }

    private static Schema schema(String name) throws IOException {
        return new Schema(one("src/test/resources/" + name + ".schema.yaml"));
    }

    /** JSON is YAML, too. */
    private static Object one(String file) throws IOException {
        return Manifest.documents(file).get(0);
    }

    private static Object pod(String file) throws IOException {
        return at(Manifest.documents(file).get(2), "spec", "template", "spec");
    }

    private static Map<String, String> variables(String file) throws IOException {
        return switch (file) {
            case CONTAINER_APP -> pairs(at(one(file), "properties", "template", "containers", 0, "env"));
            case APP_SERVICE -> pairs(at(one(file), "resources", 0, "properties", "siteConfig", "appSettings"));
            default -> Manifest.environment(file, "orders-0");
        };
    }

    private static Map<String, String> pairs(Object list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        ((List<?>) list).forEach(pair -> pairs.put((String) at(pair, "name"), (String) at(pair, "value")));
        return pairs;
    }

    private static Map<Object, Object> map(Object tree) {
        return new LinkedHashMap<>((Map<?, ?>) tree);
    }

    /** What the spool and the refused rows may take together. */
    private static long caps(String file) throws IOException {
        Map<String, String> variables = variables(file);
        return bytes(variables.get("AZURE_MONITOR_LOGS_SPOOL_MAX_BYTES"))
                + bytes(variables.get("AZURE_MONITOR_LOGS_DEAD_LETTER_MAX_BYTES"));
    }

    private static long bytes(String text) {
        Matcher size = Pattern.compile("(\\d+)(MB|Mi|Gi)").matcher(text);
        assertThat(size.matches()).as(text).isTrue();
        return Long.parseLong(size.group(1)) * MEGABYTE * (size.group(2).equals("Gi") ? 1024 : 1);
    }
}
