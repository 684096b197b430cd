package io.github.azuremonitor.appender.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole applications: a class path, three properties, and rows in the table. */
class BootApplicationTest {
    private static final String STREAM = "Custom-JavaLogs_CL";

    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private final LogsEmulator azure = EMULATOR.emulator();

    @TempDir
    private Path spool;

    /** Each framework, and each line of Spring Boot; all combinations in the thorough form. */
    static Stream<ClassPath> eachFramework() {
        return Boolean.getBoolean("thorough")
                ? Stream.of(ClassPath.values())
                : Stream.of(ClassPath.BOOT_3_5_LOGBACK, ClassPath.BOOT_4_1_LOG4J2);
    }

    static Stream<ClassPath> newLog4j2AndOldLogback() {
        return ClassPath.firstOf(ClassPath.BOOT_4_1_LOG4J2, ClassPath.BOOT_3_5_LOGBACK);
    }

    static Stream<ClassPath> newLogbackAndOldLog4j2() {
        return ClassPath.firstOf(ClassPath.BOOT_4_1_LOGBACK, ClassPath.BOOT_3_5_LOG4J2);
    }

    @ParameterizedTest
    @EnumSource
    void everyLineArrivesFromTheFirstToTheLastOfAGracefulShutdown(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool).open()) {
            assertThat(shop.get("/orders/1")).isEqualTo("ordered");
            var slow = shop.later("/slow-orders/2");
            awaitMessage(shop, "slow order 2");
            shop.terminate();

            assertThat(slow.join()).isEqualTo("ordered");
            assertThat(shop.ended()).isEqualTo(143);
            assertThat(messages())
                    .as(shop.text())
                    .containsSubsequence(
                            "order 1", "slow order 2", "slow order 2 is delivered, closing: true", "the till is closed")
                    .doesNotHaveDuplicates()
                    .anyMatch(message -> message.startsWith("Starting ShopApplication"))
                    .anyMatch(message -> message.startsWith("Started ShopApplication"));
            assertThat(azure.rows(STREAM))
                    .allSatisfy(row -> assertThat(row.text("AppName")).isEqualTo("shop"));
        }
    }

    @ParameterizedTest
    @MethodSource("eachFramework")
    void anApplicationThatFailsToStartShipsItsFailure(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--shop.broken=true")) {
            assertThat(shop.ended()).isEqualTo(1);

            assertThat(azure.rows(STREAM))
                    .as(shop.text())
                    .filteredOn(row -> "Application run failed".equals(row.text("Message")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("StackTrace")).contains("the warehouse is on fire"));
        }
    }

    @ParameterizedTest
    @MethodSource("newLogbackAndOldLog4j2")
    void anApplicationThatNeverGetsToItsBeansShipsItsFailure(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--spring.main.web-application-type=nonsense")) {
            assertThat(shop.ended()).isEqualTo(1);

            assertThat(azure.rows(STREAM))
                    .as(shop.text())
                    .anySatisfy(row -> assertThat(row.text("Message") + row.text("StackTrace"))
                            .contains("spring.main.web-application-type"));
        }
    }

    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    void whatAKilledApplicationHadWrittenDownComesWithItsNextStart(ClassPath classPath) throws Exception {
        azure.stop();
        try (var shop = Shop.start(classPath, azure, spool, "--azure.monitor.logs.durability=journal")
                .open()) {
            assertThat(shop.get("/orders/7")).isEqualTo("ordered");
            awaitOnDisk(shop);
            shop.kill();
        }
        azure.start();
        try (var shop = Shop.start(classPath, azure, spool, "--azure.monitor.logs.durability=journal")
                .open()) {
            awaitMessage(shop, "order 7");
            assertThat(shop.get("/orders/8")).isEqualTo("ordered");
            awaitMessage(shop, "order 8");
            assertThat(messages()).filteredOn("order 7"::equals).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("newLogbackAndOldLog4j2")
    void theLastLinesArriveWithoutTheHookOfTheLoggingSystem(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--logging.register-shutdown-hook=false")
                .open()) {
            shop.terminate();

            assertThat(shop.ended()).isEqualTo(143);
            assertThat(messages())
                    .as(shop.text())
                    .contains("the till is closed")
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    void whatAzureDoesNotTakeIsOnDiskAfterTheLastLine(ClassPath classPath) throws Exception {
        azure.stop();
        try (var shop = Shop.start(
                        classPath,
                        azure,
                        spool,
                        "--logging.register-shutdown-hook=false",
                        "--azure.monitor.logs.verbose=true",
                        "--azure.monitor.logs.shutdown-timeout=2s")
                .open()) {
            shop.terminate();
            assertThat(shop.ended()).isEqualTo(143);
            assertThat(shop.text())
                    .contains("in force: events of every level go to " + STREAM)
                    .contains(" kept on disk for the next start");
        }
        azure.start();
        try (var shop = Shop.start(classPath, azure, spool, "--azure.monitor.logs.app-name=second")
                .open()) {
            awaitMessage(shop, "the till is closed");
        }
    }

    /** What Spring Cloud's bootstrap calls, and others by hand; it fires no event of either framework. */
    @ParameterizedTest
    @EnumSource(names = {"BOOT_4_1_LOGBACK", "BOOT_4_1_LOG4J2"})
    void aLoggingSystemThatIsSetUpAnewKeepsShipping(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool).open()) {
            assertThat(shop.get("/orders/1")).isEqualTo("ordered");
            assertThat(shop.get("/logging/again")).isEqualTo("set up");
            assertThat(shop.get("/orders/2")).isEqualTo("ordered");
            assertThat(shop.get("/logging/stopped")).isEqualTo("set up");
            assertThat(shop.get("/orders/3")).isEqualTo("ordered");

            awaitMessage(shop, "order 3");
            assertThat(messages())
                    .as(shop.text())
                    .contains("order 1", "order 2")
                    .doesNotHaveDuplicates();
        }
    }

    /** Nobody closes the application then, and nobody stops the logging system. */
    @ParameterizedTest
    @EnumSource(names = {"BOOT_3_5_LOG4J2", "BOOT_4_1_LOGBACK"})
    void whatAzureDoesNotTakeIsOnDiskWithoutTheHookOfTheApplication(ClassPath classPath) throws Exception {
        azure.stop();
        try (var shop = Shop.start(
                        classPath, azure, spool, "--shop.hookless", "--azure.monitor.logs.shutdown-timeout=2s")
                .open()) {
            assertThat(shop.get("/orders/4")).isEqualTo("ordered");
            shop.terminate();
            assertThat(shop.ended()).isEqualTo(143);
            assertThat(shop.text()).contains(" kept on disk for the next start");
        }
        azure.start();
        try (var shop = Shop.start(classPath, azure, spool).open()) {
            awaitMessage(shop, "order 4");
        }
    }

    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    void theOnlyCredentialAmongTheBeansIsUsed(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--shop.credential-bean=true")
                .open()) {
            assertThat(shop.get("/orders/3")).isEqualTo("ordered");
            awaitMessage(shop, "order 3");
            assertThat(shop.text()).contains("token wanted by azure-monitor-token");
        }
    }

    @ParameterizedTest
    @MethodSource("newLogbackAndOldLog4j2")
    void healthTellsWhatToDoAndIsUp(ClassPath classPath) throws Exception {
        azure.roles().revoke(azure.managedIdentity().objectId());
        try (var shop = Shop.start(
                        classPath,
                        azure,
                        spool,
                        "--management.endpoints.web.exposure.include=health,metrics",
                        "--management.endpoint.health.show-details=always")
                .open()) {
            await("health")
                    .atMost(Shop.PATIENCE)
                    .untilAsserted(() -> assertThat(shop.get("/actuator/health"))
                            .contains("\"delivery\":\"refused\"", "Monitoring Metrics Publisher")
                            .startsWith("{")
                            .doesNotContain("DOWN"));
            assertThat(shop.get("/actuator/metrics")).contains("azure.monitor.logs.offered", "azure.monitor.logs.post");
            assertThat(shop.get("/actuator/metrics/azure.monitor.logs.offered")).contains("\"pipeline\"");
        }
    }

    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    void healthIsDownOnRequest(ClassPath classPath) throws Exception {
        azure.roles().revoke(azure.managedIdentity().objectId());
        try (var shop = Shop.start(classPath, azure, spool, "--azure.monitor.logs.health.down-on-refused=true")
                .open()) {
            await("health")
                    .atMost(Shop.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(shop.get("/actuator/health")).contains("\"status\":\"DOWN\""));
        }
    }

    @ParameterizedTest
    @MethodSource("newLogbackAndOldLog4j2")
    void anApplicationThatDevtoolsStartAgainGoesOnShipping(ClassPath classPath) throws Exception {
        Path classes = Files.createDirectories(spool.resolve("classes"));
        copy(ClassPath.CLASSES, classes);
        try (var shop = Shop.start(
                        classPath.withDevtools(classes), azure, spool.resolve("spool"), Shop.properties(azure))
                .open()) {
            assertThat(shop.get("/orders/1")).isEqualTo("ordered");
            copy(ClassPath.CLASSES, classes);
            shop.open();
            assertThat(shop.get("/orders/2")).isEqualTo("ordered");

            awaitMessage(shop, "order 2");
            assertThat(messages())
                    .as(shop.text())
                    .containsSubsequence("order 1", "the till is closed", "order 2")
                    .filteredOn(message -> message.startsWith("order "))
                    .hasSize(2);
        }
    }

    /** The files get the time of now. */
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(file));
            }
        }
    }

    private void awaitOnDisk(Shop shop) {
        await("a journal with the order").atMost(Shop.PATIENCE).untilAsserted(() -> {
            try (var files = Files.walk(spool)) {
                assertThat(files.filter(Files::isRegularFile))
                        .as(shop.text())
                        .anySatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .contains("\"order 7\""));
            }
        });
    }

    private void awaitMessage(Shop shop, String message) {
        await(message)
                .atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(messages()).as(shop.text()).contains(message));
    }

    /** In the order of their times: requests may overtake each other. */
    private List<String> messages() {
        return azure.rows(STREAM).stream()
                .sorted(Comparator.comparing(row -> row.text("TimeGenerated")))
                .map(row -> row.text("Message"))
                .toList();
    }
}
