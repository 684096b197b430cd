package io.github.azuremonitor.appender.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole applications while Azure takes nothing. */
class BootOutageTest {
    private static final String STREAM = "Custom-JavaLogs_CL";

    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private final LogsEmulator azure = EMULATOR.emulator();

    @TempDir
    private Path spool;

    static Stream<ClassPath> newLog4j2AndOldLogback() {
        return ClassPath.firstOf(ClassPath.BOOT_4_1_LOG4J2, ClassPath.BOOT_3_5_LOGBACK);
    }

    static Stream<ClassPath> newLogbackAndOldLog4j2() {
        return ClassPath.firstOf(ClassPath.BOOT_4_1_LOGBACK, ClassPath.BOOT_3_5_LOG4J2);
    }

    static Stream<ClassPath> oldLog4j2AndNewLogback() {
        return ClassPath.firstOf(ClassPath.BOOT_3_5_LOG4J2, ClassPath.BOOT_4_1_LOGBACK);
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
            shop.awaitMessages("order 7");
            assertThat(shop.get("/orders/8")).isEqualTo("ordered");
            shop.awaitMessages("order 8");
            assertThat(shop.messages()).filteredOn("order 7"::equals).hasSize(1);
        }
    }

    /** In the short form the test below shows it, without the hook of the application. */
    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void whatAzureDoesNotTakeIsOnDiskAfterTheLastLine(ClassPath classPath) throws Exception {
        // A busy machine needs some seconds of a stop to write its first file.
        azure.roles().revoke(azure.managedIdentity().objectId());
        try (var shop = Shop.start(
                        classPath,
                        azure,
                        spool,
                        "--logging.register-shutdown-hook=false",
                        "--azure.monitor.logs.verbose=true",
                        "--azure.monitor.logs.shutdown-timeout=20s")
                .open()) {
            shop.terminate();
            assertThat(shop.ended()).isEqualTo(143);
            assertThat(shop.text())
                    .contains("in force: events of every level go to " + STREAM)
                    .contains(" kept on disk for the next start");
            assertThat(rowsOnDisk()).as(shop.text()).contains("\"Message\":\"the till is closed\"");
        }
    }

    /** Nobody closes the application then, and nobody stops the logging system. What is on disk is told unasked. */
    @ParameterizedTest
    @MethodSource("oldLog4j2AndNewLogback")
    void whatAzureDoesNotTakeIsOnDiskWithoutTheHookOfTheApplication(ClassPath classPath) throws Exception {
        // A busy machine needs some seconds of a stop to write its first file.
        azure.roles().revoke(azure.managedIdentity().objectId());
        try (var shop = Shop.start(
                        classPath, azure, spool, "--shop.hookless", "--azure.monitor.logs.shutdown-timeout=20s")
                .open()) {
            assertThat(shop.get("/orders/4")).isEqualTo("ordered");
            shop.terminate();
            assertThat(shop.ended()).isEqualTo(143);
            assertThat(shop.text()).contains(" kept on disk for the next start").doesNotContain("in force: ");
            assertThat(rowsOnDisk()).as(shop.text()).contains("\"Message\":\"order 4\"");
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

    /** In the short form the starter's own tests show it. */
    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
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

    /** That the next start sends them, the test of the killed application shows. */
    private String rowsOnDisk() throws IOException {
        var inspection = new SpoolInspection();
        var rows = new StringBuilder();
        for (var folder : inspection.folders(spool)) {
            for (var file : folder.files()) {
                for (byte[] row : inspection.rows(file.path()).rows()) {
                    rows.append(new String(row, StandardCharsets.UTF_8)).append('\n');
                }
            }
        }
        return rows.toString();
    }

    private void awaitOnDisk(Shop shop) {
        // A file may be renamed while it is looked at.
        await("a journal with the order")
                .atMost(Shop.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    try (var files = Files.walk(spool)) {
                        assertThat(files.filter(Files::isRegularFile))
                                .as(shop.text())
                                .anySatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                        .contains("\"order 7\""));
                    }
                });
    }
}
