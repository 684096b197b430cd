package io.github.azuremonitor.appender.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole applications: a class path, three properties, and rows in the table. */
class BootApplicationTest {
    private static final String STREAM = "Custom-JavaLogs_CL";

    @RegisterExtension
    private static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    private final LogsEmulator azure = EMULATOR.emulator();

    /** On a busy machine the first token alone takes longer than the default leaves for the last batch. */
    private static final String PATIENT = "--azure.monitor.logs.shutdown-timeout=60s";

    @TempDir
    private Path spool;

    /** All in the thorough form; the other tests have the other ones in the short form, too. */
    static Stream<ClassPath> each() {
        return Boolean.getBoolean("thorough") ? Stream.of(ClassPath.values()) : Stream.of(ClassPath.BOOT_3_5_LOGBACK);
    }

    static Stream<ClassPath> newLog4j2AndOldLogback() {
        return ClassPath.firstOf(ClassPath.BOOT_4_1_LOG4J2, ClassPath.BOOT_3_5_LOGBACK);
    }

    static Stream<ClassPath> newLogbackAndOldLog4j2() {
        return ClassPath.firstOf(ClassPath.BOOT_4_1_LOGBACK, ClassPath.BOOT_3_5_LOG4J2);
    }

    static Stream<ClassPath> oldLog4j2AndNewLogback() {
        return ClassPath.firstOf(ClassPath.BOOT_3_5_LOG4J2, ClassPath.BOOT_4_1_LOGBACK);
    }

    static Stream<ClassPath> newOnes() {
        return Stream.of(ClassPath.BOOT_4_1_LOGBACK, ClassPath.BOOT_4_1_LOG4J2);
    }

    @ParameterizedTest
    @MethodSource("each")
    void everyLineArrivesFromTheFirstToTheLastOfAGracefulShutdown(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool).open()) {
            assertThat(shop.get("/orders/1")).isEqualTo("ordered");
            var slow = shop.later("/slow-orders/2");
            shop.awaitMessages("slow order 2");
            shop.terminate();

            assertThat(slow.join()).isEqualTo("ordered");
            assertThat(shop.ended()).isEqualTo(143);
            assertThat(shop.messages())
                    .as(shop.text())
                    .contains(
                            "order 1", "slow order 2", "slow order 2 is delivered, closing: true", "the till is closed")
                    .doesNotHaveDuplicates()
                    .anyMatch(message -> message.startsWith("Starting ShopApplication"))
                    .anyMatch(message -> message.startsWith("Started ShopApplication"));
            assertThat(azure.rows(STREAM))
                    .allSatisfy(row -> assertThat(row.text("AppName")).isEqualTo("shop"));
        }
    }

    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    void anApplicationThatFailsToStartShipsItsFailure(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--shop.broken=true", PATIENT)) {
            assertThat(shop.ended()).isEqualTo(1);

            assertThat(azure.rows(STREAM))
                    .as(shop.text())
                    .filteredOn(row -> "Application run failed".equals(row.text("Message")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("StackTrace")).contains("the warehouse is on fire"));
        }
    }

    /** In the short form the test above shows it, and one of the starter's own. */
    @ParameterizedTest
    @MethodSource("newLogbackAndOldLog4j2")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void anApplicationThatNeverGetsToItsBeansShipsItsFailure(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--spring.main.web-application-type=nonsense", PATIENT)) {
            assertThat(shop.ended()).isEqualTo(1);

            assertThat(azure.rows(STREAM))
                    .as(shop.text())
                    .anySatisfy(row -> assertThat(row.text("Message") + row.text("StackTrace"))
                            .contains("spring.main.web-application-type"));
        }
    }

    /** In the short form the tests of an outage show that the last line is caught without that hook. */
    @ParameterizedTest
    @MethodSource("oldLog4j2AndNewLogback")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void theLastLinesArriveWithoutTheHookOfTheLoggingSystem(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--logging.register-shutdown-hook=false", PATIENT)
                .open()) {
            shop.terminate();

            assertThat(shop.ended()).isEqualTo(143);
            assertThat(shop.messages())
                    .as(shop.text())
                    .contains("the till is closed")
                    .doesNotHaveDuplicates();
        }
    }

    /**
     * What Spring Cloud's bootstrap calls, and others by hand; it fires no event of either framework. In the short form the
     * starter's own tests show it, and that of Spring Cloud.
     */
    @ParameterizedTest
    @MethodSource("newOnes")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void aLoggingSystemThatIsSetUpAnewKeepsShipping(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool).open()) {
            assertThat(shop.get("/orders/1")).isEqualTo("ordered");
            assertThat(shop.get("/logging/again")).isEqualTo("set up");
            assertThat(shop.get("/orders/2")).isEqualTo("ordered");
            assertThat(shop.get("/logging/stopped")).isEqualTo("set up");
            assertThat(shop.get("/orders/3")).isEqualTo("ordered");

            shop.awaitMessages("order 1", "order 2", "order 3");
            assertThat(shop.messages()).as(shop.text()).doesNotHaveDuplicates();
        }
    }

    /** In the short form the starter's own tests show it. */
    @ParameterizedTest
    @MethodSource("newLog4j2AndOldLogback")
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void theOnlyCredentialAmongTheBeansIsUsed(ClassPath classPath) throws Exception {
        try (var shop = Shop.start(classPath, azure, spool, "--shop.credential-bean=true")
                .open()) {
            assertThat(shop.get("/orders/3")).isEqualTo("ordered");
            shop.awaitMessages("order 3");
            assertThat(shop.text()).contains("token wanted by azure-monitor-token");
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

            shop.awaitMessages("order 1", "the till is closed", "order 2");
            assertThat(shop.messages())
                    .as(shop.text())
                    .contains("order 1", "the till is closed", "order 2")
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
}
