package io.github.azuremonitor.appender.emulator.testcontainers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The emulator of the Logs Ingestion API in a container, for an application in another container of the same network: it
 * answers there as {@value #HOST_NAME} over HTTPS, and has tokens for a managed identity. Rows are read and faults are
 * scripted from the test. Use by one thread.
 *
 * <pre>{@code
 * var emulator = new LogsIngestionEmulatorContainer().withNetwork(network);
 * emulator.start();
 * var application = emulator.configure(new GenericContainer<>("my-application").withNetwork(network));
 * application.start();
 * }</pre>
 */
public final class LogsIngestionEmulatorContainer extends GenericContainer<LogsIngestionEmulatorContainer> {
    /** Its name on the network and in its certificate: {@value}. */
    public static final String HOST_NAME = "logs-emulator";

    /** The port inside of the network of rows, faults and the managed identity: {@value}. */
    public static final int HTTP_PORT = 8088;

    /** The port inside of the network that the application ships to: {@value}. */
    public static final int HTTPS_PORT = 8443;

    /** The password of the trust store, which guards nothing: {@value}. */
    public static final String TRUST_STORE_PASSWORD = "emulator";

    /** The image with a Java 17 that the emulator is put upon: {@value}. */
    public static final String DEFAULT_JAVA = "eclipse-temurin:17-jre";

    private static final String TRUST_STORE = "/tmp/emulator-tls/trust-store.p12";
    private static final String ENVIRONMENT = "/tmp/container.env";
    private static final String RULE = "/tmp/rule.json";
    private static final Pattern COUNT = Pattern.compile("\"rows\":(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<String> options = new ArrayList<>(List.of("--host", HOST_NAME));

    /** An image that is built now, upon {@value #DEFAULT_JAVA}, which Docker pulls if it has to. */
    public LogsIngestionEmulatorContainer() {
        this(image(DEFAULT_JAVA));
    }

    /** An image that was built before, by {@code emulator/Dockerfile}. */
    public LogsIngestionEmulatorContainer(DockerImageName image) {
        super(image);
        setUp();
    }

    private LogsIngestionEmulatorContainer(ImageFromDockerfile image) {
        super(image);
        setUp();
    }

    /** An image that is built now, upon one that has {@code java} 17 in its path and nothing else that matters. */
    public static LogsIngestionEmulatorContainer onJava(String javaImage) {
        return new LogsIngestionEmulatorContainer(image(javaImage));
    }

    private static ImageFromDockerfile image(String javaImage) {
        return new ImageFromDockerfile()
                .withFileFromTransferable("Dockerfile", resource("Dockerfile"))
                .withFileFromTransferable("azure-monitor-appender-emulator-0-all.jar", resource("emulator.jar"))
                .withBuildArg("JAVA", javaImage);
    }

    private static Transferable resource(String name) {
        try (InputStream in = LogsIngestionEmulatorContainer.class.getResourceAsStream("image/" + name)) {
            return Transferable.of(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setUp() {
        withNetworkAliases(HOST_NAME);
        withExposedPorts(HTTP_PORT, HTTPS_PORT);
        withCommand(options.toArray(String[]::new));
        // It prints when all is there: the ports, the certificate and the environment.
        waitingFor(Wait.forLogMessage("(?s).*IDENTITY_HEADER.*", 1).withStartupTimeout(START));
    }

    /** Takes rows for this data collection rule, a JSON file as exported or an ARM template; else a standard one. */
    public LogsIngestionEmulatorContainer withRule(MountableFile rule) {
        return withCopyFileToContainer(rule, RULE).withOption("--dcr", RULE);
    }

    /** More of the emulator's command line, such as {@code --mode lenient}. */
    public LogsIngestionEmulatorContainer withOption(String... words) {
        options.addAll(List.of(words));
        return withCommand(options.toArray(String[]::new));
    }

    /**
     * Sets the variables by which an application finds this emulator, its token and its certificate, and copies a trust
     * store to {@code /tmp/logs-emulator.p12}; a file system that is read-only needs a volume there. Before the
     * application starts, after the emulator did.
     */
    public <C extends GenericContainer<?>> C configure(C application) {
        return configure(application, "/tmp/logs-emulator.p12");
    }

    /** The same with the trust store elsewhere; it replaces {@code JAVA_TOOL_OPTIONS}. */
    public <C extends GenericContainer<?>> C configure(C application, String trustStorePath) {
        environment().forEach(application::addEnv);
        application.addEnv(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=" + trustStorePath + " -Djavax.net.ssl.trustStorePassword="
                        + TRUST_STORE_PASSWORD);
        application.withCopyToContainer(Transferable.of(trustStore()), trustStorePath);
        return application;
    }

    /** What an application in a container of the same network needs, by name of the variable; its token too. */
    public Map<String, String> environment() {
        return copyFileFromContainer(ENVIRONMENT, EnvironmentFile::read);
    }

    /**
     * What azure-identity needs to get its token as a workload of Kubernetes does, beside a file that holds any token
     * and is named by {@code AZURE_FEDERATED_TOKEN_FILE}.
     */
    public Map<String, String> workloadIdentity() {
        Map<String, String> told = environment();
        return Map.of(
                "AZURE_AUTHORITY_HOST", EnvironmentFile.value(told, "LOGS_EMULATOR_AUTHORITY_HOST") + "/",
                "AZURE_TENANT_ID", EnvironmentFile.value(told, "LOGS_EMULATOR_TENANT_ID"),
                "AZURE_CLIENT_ID", EnvironmentFile.value(told, "LOGS_EMULATOR_CLIENT_ID"));
    }

    /** A PKCS12 store with the certificate; its password is {@value #TRUST_STORE_PASSWORD}. */
    public byte[] trustStore() {
        return copyFileFromContainer(TRUST_STORE, InputStream::readAllBytes);
    }

    /** Where the test itself reaches the emulator, by HTTP. */
    public URI httpEndpoint() {
        return URI.create("http://" + getHost() + ":" + getMappedPort(HTTP_PORT));
    }

    /** How many rows a stream has. */
    public long rowCount(String stream) {
        String answer = ask("GET", "/rows/count?stream=" + encoded(stream));
        Matcher rows = COUNT.matcher(answer);
        if (!rows.find()) {
            throw new IllegalStateException("not the emulator's answer: " + answer);
        }
        return Long.parseLong(rows.group(1));
    }

    /**
     * A page of a stream's rows as JSON: {@code {"total":…,"rows":[…]}}.
     *
     * @param offset rows to skip
     * @param limit rows to read, at most 100,000
     */
    public String rows(String stream, long offset, int limit) {
        return ask("GET", "/rows?stream=" + encoded(stream) + "&offset=" + offset + "&limit=" + limit);
    }

    /** A stream's rows, to be narrowed down and counted: {@code rows(stream).where("Level", "ERROR").count()}. */
    public ContainerRows rows(String stream) {
        return new ContainerRows(path -> ask("GET", path), stream);
    }

    /**
     * The answer to a KQL query as JSON, an array of objects: {@code [{"Count":2}]}.
     *
     * @throws IllegalArgumentException if the query is wrong; the message says where
     */
    public String query(String kql) {
        return ask("GET", "/query?kql=" + encoded(kql));
    }

    /** Why rows are missing, as JSON: each cause once with its count, a sample and the fix, newest first. */
    public String problems() {
        return ask("GET", "/problems");
    }

    /** Forgets all rows. */
    public void clearRows() {
        ask("DELETE", "/rows");
    }

    /**
     * Scripts a fault for requests that come, as the emulator's page lists them: {@code kind=hang&count=always} or
     * {@code status=503&count=5}.
     */
    public void fault(String query) {
        ask("POST", "/faults?" + query);
    }

    /** Ends all faults. */
    public void clearFaults() {
        ask("DELETE", "/faults");
    }

    private String ask(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(httpEndpoint() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalArgumentException(path + " was answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + method + " " + path, e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
