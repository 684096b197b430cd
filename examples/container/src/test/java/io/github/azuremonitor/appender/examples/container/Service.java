package io.github.azuremonitor.appender.examples.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.github.azuremonitor.appender.emulator.testcontainers.LogsIngestionEmulatorContainer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The service in a container as a platform would run it: not root, nothing writable but a volume and {@code /tmp}, no
 * capabilities, 128 MB.
 */
final class Service extends GenericContainer<Service> {
    private static final int PORT = 8080;
    private static final long MEMORY = 128L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String volume = "orders-" + UUID.randomUUID();
    private final Path secrets =
            Files.createTempDirectory(Path.of("target"), "secrets").toAbsolutePath();
    private final DockerClient docker = getDockerClient();

    Service(Future<String> image, Network network, LogsIngestionEmulatorContainer emulator) throws IOException {
        super(image);
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        withEnv(emulator.environment());
        withSecret("trust-store.p12", emulator.trustStore());
        withEnv(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=/secrets/trust-store.p12 -Djavax.net.ssl.trustStorePassword="
                        + LogsIngestionEmulatorContainer.TRUST_STORE_PASSWORD);
        withNetwork(network);
        withExposedPorts(PORT);
        withEnv("AZURE_MONITOR_LOGS_CREDENTIAL", "managed-identity");
        withEnv("AZURE_MONITOR_LOGS_APP_NAME", "orders");
        withEnv("AZURE_MONITOR_LOGS_COLUMNS", "standard; Seq:long = kv.n");
        withEnv("AZURE_MONITOR_LOGS_LINGER", "1s");
        withCreateContainerCmdModifier(command -> limit(command.getHostConfig()));
        waitingFor(Wait.forHttp("/health").forPort(PORT).withStartupTimeout(Duration.ofMinutes(2)));
    }

    private void limit(HostConfig host) {
        host.withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withMemory(MEMORY)
                .withMemorySwap(MEMORY)
                .withTmpFs(Map.of("/tmp", ""))
                .withBinds(
                        new Bind(volume, new Volume("/data")),
                        new Bind(secrets.toString(), new Volume("/secrets"), AccessMode.ro));
    }

    /** A file below {@code /secrets}, which the platform mounts: nothing is copied into a file system that is read-only. */
    Service withSecret(String name, byte[] content) throws IOException {
        Files.write(secrets.resolve(name), content);
        return this;
    }

    /**
     * Lets customers order.
     *
     * @return the run and the number of the last order
     */
    Orders order(int count) throws IOException, InterruptedException {
        String[] words = ask("POST", "/orders?count=" + count).split("\\s+", -1);
        return new Orders(words[0], Long.parseLong(words[1]));
    }

    /** Orders 1 to {@code last} of one run of the service. */
    record Orders(String run, long last) {}

    /** What became of its events, as it tells itself. */
    String ledger() throws IOException, InterruptedException {
        return ask("GET", "/ledger");
    }

    /** The port is another one after each start and each connection to a network, so it is asked for each time. */
    private String ask(String method, String path) throws IOException, InterruptedException {
        Ports.Binding[] bindings =
                inspect().getNetworkSettings().getPorts().getBindings().get(ExposedPort.tcp(PORT));
        if (bindings == null || bindings.length == 0) {
            throw new IOException("the port is not published now");
        }
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + getHost() + ":" + bindings[0].getHostPortSpec() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Ends the process as the kernel's memory killer does. */
    void kill() {
        docker.killContainerCmd(getContainerId()).withSignal("KILL").exec();
    }

    /** Starts the same container again, on the same volume. */
    void startAgain() {
        docker.startContainerCmd(getContainerId()).exec();
    }

    /**
     * SIGTERM, and SIGKILL after the grace period.
     *
     * @return the exit code: 143 for the first, 137 for the second
     */
    long terminate(Duration grace) {
        docker.stopContainerCmd(getContainerId())
                .withTimeout((int) grace.toSeconds())
                .exec();
        Long code = inspect().getState().getExitCodeLong();
        return code == null ? -1 : code;
    }

    InspectContainerResponse inspect() {
        return docker.inspectContainerCmd(getContainerId()).exec();
    }

    @Override
    public void close() {
        if (getContainerId() != null) {
            super.close();
            docker.removeVolumeCmd(volume).exec();
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
