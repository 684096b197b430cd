package io.github.azuremonitor.appender.tools.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import io.github.azuremonitor.appender.tools.PodProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMISocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code cost} makes of what an application, which is this JVM, counts while it runs. */
@Timeout(180)
class CostOfARunningApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 3000;

    @TempDir
    private Path directory;

    private LogsEmulator azure;

    @BeforeEach
    void start() {
        azure = LogsEmulator.builder().requireToken(false).start();
    }

    @AfterEach
    void end() {
        azure.close();
    }

    @Test
    void theNoisyLoggerIsNamedWithItsBytesADay() throws Exception {
        try (var app = new App(Configs.logback(directory, azure));
                var port = new Port(ManagementFactory.getPlatformMBeanServer())) {
            log(app);
            await("the pipeline is shown in JMX")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cost(port).out()).contains("shop.cache.Sweeper"));
            Command cost = cost(port);
            assertThat(cost.code()).as(cost.toString()).isZero();
            assertThat(cost.lines().get(0)).containsPattern("^\\d,\\d{3} rows, \\d\\.\\d MB as JSON, by estimate");
            assertThat(cost.out())
                    .containsPattern("\nlogger\n  █{24} +9\\d\\.\\d %  .* rows, .* MB.*  shop\\.cache\\.Sweeper\n")
                    .containsPattern("\nlevel\n  █{24} +9\\d\\.\\d %  .*  INFO\n.*  WARN\n")
                    .containsPattern("\ncolumn\n  █{24} .*  Message\n")
                    .contains("log statement\n  only rows tell them: read some with 'spool export'")
                    .contains("routes: logger shop.cache.Sweeper and level < WARN -> drop");
        }
    }

    @Test
    void aProcessOfThisMachineIsAskedWithoutAPort() throws Exception {
        try (var app = new App(Configs.logback(directory, azure))) {
            log(app);
            String pid = String.valueOf(ProcessHandle.current().pid());
            await("the pipeline is shown in JMX")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(PodProcess.run(List.of("cost", "--pid", pid, "--top", "1"), Map.of()))
                                    .contains("shop.cache.Sweeper")
                                    .endsWith("exit 0"));
        }
    }

    @Test
    void anApplicationWithoutAppendersIsOneLine() throws Exception {
        try (var port = new Port(MBeanServerFactory.newMBeanServer())) {
            Command cost = cost(port);
            assertThat(cost.code()).isEqualTo(2);
            assertThat(cost.err().lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "--jmx: 127.0.0.1:" + port.number, "shows no pipeline of the appenders in JMX", "jmx=off");
        }
    }

    @ParameterizedTest(name = "cost {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--pid self | --pid: 'self' is no number of a process",
                "--pid 999999999 | --pid: 999999999 cannot be asked (",
                "--pid 1 --jmx 127.0.0.1:9 | leave one out",
                "--jmx 127.0.0.1 | --jmx: '127.0.0.1' is neither HOST:PORT nor a service:jmx: URL",
                "--jmx service:jmx: | is neither HOST:PORT nor a service:jmx: URL",
                "--jmx 127.0.0.1:9 | --jmx: 127.0.0.1:9: does not answer to JMX (",
                "--jmx 127.0.0.1:9 rows.ndjson | one of the three"
            })
    void whatCannotBeAskedIsOneLine(String options, String said) {
        Command cost = Command.run((Object[]) ("cost " + options).split(" "));
        assertThat(cost.code()).as(cost.toString()).isEqualTo(2);
        assertThat(cost.err().lines()).singleElement().asString().contains(said);
    }

    private void log(App app) throws Exception {
        for (int i = 0; i < ROWS; i++) {
            app.logger("shop.cache.Sweeper").info("swept {} entries {}", i, "x".repeat(300));
            if (i % 20 == 0) {
                app.logger("shop.Orders").warn("order {} is late", i);
            }
        }
        azure.awaitRows(Configs.STREAM, ROWS + ROWS / 20, PATIENCE);
    }

    private static Command cost(Port port) {
        return Command.run("cost", "--jmx", "127.0.0.1:" + port.number, "--price-per-gb", "2.50");
    }

    /** JMX at a port, as {@code com.sun.management.jmxremote.port} opens it. */
    private static final class Port implements AutoCloseable {
        private final int number;
        private final Registry registry;
        private final JMXConnectorServer server;

        private Port(MBeanServer beans) throws IOException {
            var bound = new AtomicInteger();
            registry = LocateRegistry.createRegistry(0, null, wanted -> {
                ServerSocket socket = RMISocketFactory.getDefaultSocketFactory().createServerSocket(wanted);
                bound.set(socket.getLocalPort());
                return socket;
            });
            number = bound.get();
            server = JMXConnectorServerFactory.newJMXConnectorServer(
                    new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + number + "/jmxrmi"), null, beans);
            server.start();
        }

        @Override
        public void close() throws IOException {
            server.stop();
            UnicastRemoteObject.unexportObject(registry, true);
        }
    }
}
