package io.github.azuremonitor.appender.examples.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import io.github.azuremonitor.appender.emulator.testcontainers.LogsIngestionEmulatorContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.MountableFile;

/**
 * The service and the emulator in two containers on one network, over HTTPS, and what containers meet: kills, networks
 * that go, processes that freeze, little memory, SIGTERM.
 */
@NeedsDocker
class ServiceInAContainerIT {
    private static final String STREAM = "Custom-JavaLogs_CL";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(150);
    private static final int PAGE = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Network network;
    private static LogsIngestionEmulatorContainer emulator;
    private static Future<String> image;
    private static DockerClient docker;

    private final List<Service> services = new ArrayList<>();

    @BeforeAll
    static void build() throws Exception {
        docker = DockerClientFactory.instance().client();
        String java = Images.java();
        image = Images.orders(java);
        network = Network.newNetwork();
        emulator = LogsIngestionEmulatorContainer.onJava(java)
                .withNetwork(network)
                .withRule(MountableFile.forClasspathResource("rule.json"));
        emulator.start();
    }

    @AfterAll
    static void clean() throws Exception {
        if (emulator != null) {
            emulator.close();
            for (String name : List.of(image.get(), emulator.getDockerImageName())) {
                docker.removeImageCmd(name).withForce(true).exec();
            }
        }
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void forget() {
        emulator.clearFaults();
        emulator.clearRows();
    }

    @AfterEach
    void remove() {
        services.forEach(Service::close);
    }

    @Test
    void aWorkloadOfKubernetesSaysWhichPodItIsWithNothingButTheManifestsVariables() throws Exception {
        Map<String, String> manifest = Manifest.environment("kubernetes/deployment.yaml", "orders-7d9f8b6c5-x2x4q");
        manifest.merge("AZURE_MONITOR_LOGS_COLUMNS", "Seq:long = kv.n", String::concat); // by which this test counts
        Service service = service()
                .withEnv(manifest)
                .withEnv(emulator.environment())
                .withEnv(emulator.workloadIdentity())
                .withSecret("token", "e30.e30.e30".getBytes(StandardCharsets.US_ASCII))
                .withEnv("AZURE_FEDERATED_TOKEN_FILE", "/secrets/token");
        // The emulator's variables hold an identity of App Service too, which is not to be asked here.
        service.addEnv("IDENTITY_ENDPOINT", "");
        service.start();

        Service.Orders orders = service.order(100);

        awaitAll(service, orders);
        assertThat(rows(orders)).allSatisfy(row -> {
            assertThat(row.path("AppName").asText()).isEqualTo("orders");
            assertThat(row.path("AppInstance").asText()).isEqualTo("orders-7d9f8b6c5-x2x4q");
            assertThat(row.path("Namespace").asText()).isEqualTo("shop");
            assertThat(row.path("Node").asText()).isEqualTo("aks-nodepool1-0");
            assertThat(row.path("Container").asText()).isEqualTo("orders");
        });
    }

    @Test
    void whatWaitsOnTheVolumeOutlivesAKill() throws Exception {
        Service service = service().withEnv("AZURE_MONITOR_LOGS_DURABILITY", "journal");
        service.start();
        emulator.fault("status=503&count=always");
        Service.Orders orders = service.order(5_000);
        // Each reading follows one more drain of the ring: the second one finds the first one's rows written.
        awaitLedger(service, "offered=5001,");
        service.order(1);
        awaitLedger(service, "offered=5002,");

        service.kill();
        emulator.clearFaults();
        service.startAgain();

        awaitAll(service, orders);
        assertThat(service.order(1).run()).as("another process").isNotEqualTo(orders.run());
    }

    @Test
    void aNetworkThatIsGoneForHalfAMinuteCostsNothing() throws Exception {
        Service service = service().withEnv("ORDERS_PER_SECOND", "20");
        service.start();
        awaitAll(service, service.order(1));

        docker.disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(service.getContainerId())
                .exec();
        pass(Duration.ofSeconds(30));
        docker.connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(service.getContainerId())
                .exec();

        Service.Orders orders = service.order(1);
        assertThat(orders.last()).as("orders while there was no network").isGreaterThan(300);
        awaitAll(service, orders);
    }

    @Test
    void whoeverFreezesAndThawsLosesNothing() throws Exception {
        Service service = service().withEnv("AZURE_MONITOR_LOGS_REQUEST_TIMEOUT", "5s");
        service.start();
        awaitAll(service, service.order(1));

        docker.pauseContainerCmd(emulator.getContainerId()).exec();
        service.order(500);
        pass(Duration.ofSeconds(7)); // beyond the timeout, so that an answer never came
        docker.unpauseContainerCmd(emulator.getContainerId()).exec();
        awaitAll(service, service.order(500));

        service.order(500);
        docker.pauseContainerCmd(service.getContainerId()).exec();
        pass(Duration.ofSeconds(7));
        docker.unpauseContainerCmd(service.getContainerId()).exec();
        awaitAll(service, service.order(500));
    }

    @Test
    void anEndpointThatHangsIsEnduredWithin128Megabytes() throws Exception {
        // The ring may be full for a while on a busy machine; what the network does must not lose anything.
        Service service = service().withEnv("AZURE_MONITOR_LOGS_MAX_BLOCK", "10s");
        service.start();
        emulator.fault("kind=hang&count=always");
        Service.Orders orders = service.order(1);
        for (int i = 0; i < 20; i++) {
            orders = service.order(5_000);
        }
        awaitLedger(service, "offered=100002,");

        assertThat(service.inspect().getState().getOOMKilled()).isFalse();
        assertThat(service.ledger()).contains("dropped={}");
        emulator.clearFaults();
        awaitAll(service, orders);
        assertThat(service.inspect().getState().getRunning()).isTrue();
    }

    @Test
    void sigtermDeliversWhatIsOnItsWay() throws Exception {
        Service service = service()
                .withEnv("AZURE_MONITOR_LOGS_LINGER", "60s")
                // As long as a machine that is busy with other things may take for the first token and handshake.
                .withEnv("AZURE_MONITOR_LOGS_SHUTDOWN_TIMEOUT", "120s");
        service.start();
        Service.Orders orders = service.order(1_000);

        assertThat(service.terminate(GRACE)).as("exit code").isEqualTo(143);

        assertThat(missing(orders)).as(service::getLogs).isEmpty();
    }

    @Test
    void sigtermWithAnEndpointThatHangsKeepsTheRestOnTheVolumeWithinTheGracePeriod() throws Exception {
        Service service = service();
        service.start();
        emulator.fault("kind=hang&count=always");
        Service.Orders orders = service.order(1_000);

        assertThat(service.terminate(GRACE)).as("exit code").isEqualTo(143);

        emulator.clearFaults();
        service.startAgain();
        awaitAll(service, orders);
    }

    private Service service() throws IOException {
        Service service = new Service(image, network, emulator);
        services.add(service);
        return service;
    }

    /** Lets time pass, in which nothing is to be waited for. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }

    private static void awaitLedger(Service service, String text) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(service.ledger()).contains(text));
    }

    private static void awaitAll(Service service, Service.Orders orders) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(emulator.rowCount(STREAM)).as(service::getLogs).isGreaterThanOrEqualTo(orders.last());
            assertThat(missing(orders)).as(service::getLogs).isEmpty();
        });
    }

    /** The orders without a row, a few of them. */
    private static List<Long> missing(Service.Orders orders) throws Exception {
        boolean[] there = new boolean[(int) orders.last() + 1];
        for (JsonNode row : rows(orders)) {
            long number = row.path("Seq").asLong();
            if (number <= orders.last()) {
                there[(int) number] = true;
            }
        }
        List<Long> missing = new ArrayList<>();
        for (int number = 1; number < there.length && missing.size() < 10; number++) {
            if (!there[number]) {
                missing.add((long) number);
            }
        }
        return missing;
    }

    private static List<JsonNode> rows(Service.Orders orders) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        long total = emulator.rowCount(STREAM);
        for (long offset = 0; offset < total; offset += PAGE) {
            for (JsonNode row :
                    JSON.readTree(emulator.rows(STREAM, offset, PAGE)).path("rows")) {
                if (row.at("/Properties/run").asText().equals(orders.run())) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
