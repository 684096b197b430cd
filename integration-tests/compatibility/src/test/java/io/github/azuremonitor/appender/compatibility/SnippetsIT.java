package io.github.azuremonitor.appender.compatibility;

import static io.github.azuremonitor.appender.compatibility.Program.APPENDERS;
import static io.github.azuremonitor.appender.compatibility.Program.BESIDE;
import static io.github.azuremonitor.appender.compatibility.Program.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.rows.Row;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell their readers to write works as it stands there. */
class SnippetsIT {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().dcr(rule()));

    private static final String STREAM = DcrDefinition.STANDARD_STREAM;
    private static final List<String> STREAMS = List.of(STREAM, "Custom-OrderLogs2_CL");
    private static final Path COMPILED = Program.BUILD.resolve("snippets");

    @TempDir
    private Path directory;

    @BeforeAll
    static void theJavaSnippetsCompileWithoutAWarning() throws IOException {
        Files.createDirectories(COMPILED);
        var sources = new ArrayList<Path>();
        for (String file : Snippets.files("", ".java")) {
            Path source = Files.createDirectories(Program.BUILD.resolve("snippet-sources"))
                    .resolve(Path.of(file).getFileName());
            // A busy machine gets more time than a page would give it.
            sources.add(Files.writeString(
                    source, Snippets.text(file).replace("Duration.ofSeconds(", "Duration.ofMinutes(")));
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean good = javac.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    COMPILED.toString(),
                                    "-Xlint:all,-processing,-classfile",
                                    "-Werror",
                                    "-proc:none",
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(good).as(said.toString()).isTrue();
        }
    }

    @Test
    void everySnippetStandsOnAPageAsItIsOrIsLinkedThere() {
        var files = new LinkedHashMap<String, String>();
        Snippets.files().forEach(file -> files.put(file, Snippets.text(file)));

        assertThat(Snippets.shown()).containsExactlyInAnyOrderEntriesOf(files);
    }

    @Test
    void everyLogbackFileShips(LogsEmulator azure) throws Exception {
        shipsByAllOf(
                Snippets.files("logback", ".xml"), LogbackFilesProgram.class, Combination.logback("newest"), azure);
    }

    /** It cannot be run here: its module needs Micronaut's context. */
    @Test
    void theFileOfMicronautsModuleIsOneForLogbackAndLacksNothingButTheModule() throws Exception {
        var context = new LoggerContext();
        var joran = new JoranConfigurator();
        joran.setContext(context);
        joran.doConfigure(
                Snippets.FOLDER.resolve("migration/micronaut-before.xml").toFile());

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getEffectiveLevel() == Status.ERROR)
                .isNotEmpty()
                .extracting(status -> status.getMessage() + " " + status.getThrowable())
                .allMatch(error -> error.contains("io.micronaut.azure.logging.AzureAppender"));
        context.stop();
    }

    @Test
    void everyLog4j2FileShips(LogsEmulator azure) throws Exception {
        var files = new ArrayList<>(Snippets.files("log4j2", ".xml"));
        files.addAll(Snippets.files("log4j2", ".properties"));

        shipsByAllOf(files, Log4j2FilesProgram.class, Combination.log4j("newest"), azure);
    }

    private void shipsByAllOf(List<String> files, Class<?> main, String beside, LogsEmulator azure) throws Exception {
        var arguments = new ArrayList<String>();
        var expected = new ArrayList<String>();
        for (String file : files) {
            String name = file.replace('/', '-');
            Files.writeString(directory.resolve(name), pointedAt(azure, Snippets.text(file)));
            arguments.add(directory.resolve(name).toString());
            expected.add("configured by " + name);
        }

        String said = program(azure, beside).run(main.getName(), arguments.toArray(String[]::new));

        assertThat(STREAMS.stream()
                        .flatMap(stream -> azure.rows(stream).stream())
                        .map(SnippetsIT::message))
                .as("the program said:%n%s", said)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(azure.complaints()).isEmpty();
    }

    @Test
    void theJobShipsAndEndsWell(LogsEmulator azure) throws Exception {
        program(azure, Combination.logback("newest"))
                .option("-Dlogback.configurationFile=" + Snippets.FOLDER.resolve("zero-code/logback.xml"))
                .run("com.example.job.NightlyJob");

        assertThat(azure.rows(STREAM))
                .extracting(SnippetsIT::message)
                .containsExactlyInAnyOrder("clean-up begins", "clean-up done");
        assertThat(row("clean-up done", azure).get("Properties").path("removed").asInt())
                .isEqualTo(42);
    }

    @Test
    void theFunctionsRowsAreThereWhenItReturns(LogsEmulator azure) throws Exception {
        program(azure, Combination.logback("newest"), "functions")
                .option("-Dlogback.configurationFile=" + Snippets.FOLDER.resolve("zero-code/logback.xml"))
                .environment("AZURE_MONITOR_LOGS_LINGER", "60s")
                .run(FunctionProgram.class.getName());

        assertThat(azure.rows(STREAM)).extracting(SnippetsIT::message).containsExactly("order 4711 taken");
        assertThat(azure.rows(STREAM)
                        .get(0)
                        .get("Properties")
                        .path("invocationId")
                        .asText())
                .isEqualTo("call-1");
    }

    @Test
    void whatQuarkusLogManagerGetsArrives(LogsEmulator azure) throws Exception {
        String said = program(azure, Combination.log4j("newest"), "quarkus")
                .option("-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
                .run(QuarkusProgram.class.getName());

        assertThat(said).contains("log manager org.jboss.logmanager.LogManager");
        assertThat(azure.rows(STREAM)).hasSize(2);
        Row failed = row("payment failed", azure);
        assertThat(failed.text("Level")).isEqualTo("ERROR");
        assertThat(failed.text("Logger")).isEqualTo("com.example.Orders");
        assertThat(failed.text("ExceptionType")).isEqualTo("java.lang.IllegalStateException");
        assertThat(failed.get("Properties").path("orderId").asText()).isEqualTo("4711");
        assertThat(row("bye", azure).get("Properties").path("orderId").isMissingNode())
                .isTrue();
    }

    @Test
    void theOtherFilesCanBeReadAndNameNoSettingThatIsNone() throws IOException {
        JsonNode values = new ObjectMapper()
                .readTree(Snippets.text("functions/local.settings.json"))
                .path("Values");
        var environment = new ArrayList<String>();
        values.fieldNames().forEachRemaining(environment::add);
        environment.removeIf(name -> !name.startsWith("AZURE_"));
        environment.addAll(properties("zero-code/azure-monitor.env").stringPropertyNames());

        assertThat(Arrays.stream(Setting.values()).flatMap(setting -> setting.environmentNames().stream()))
                .containsAll(environment);
        assertThat(environment).hasSizeGreaterThan(7);
        assertThat(new YAMLMapper()
                        .readTree(Snippets.text("micronaut/application.yml"))
                        .at("/micronaut/application/name")
                        .asText())
                .isEqualTo("orders");
        assertThat(properties("quarkus/application.properties")).containsEntry("quarkus.log.level", "INFO");
    }

    private static Properties properties(String file) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Snippets.text(file)));
        return properties;
    }

    private Program program(LogsEmulator azure, String... beside) {
        Program program = Program.here().with(CLASSES).with(COMPILED);
        for (String folder : beside) {
            program.with(BESIDE.resolve(folder));
        }
        return program.with(APPENDERS)
                .shippingTo(azure)
                .environment(
                        "AZURE_MONITOR_LOGS_SPOOL_DIRECTORY",
                        directory.resolve("spool").toString())
                .environment("LOG_DIRECTORY", directory.toString());
    }

    private static String pointedAt(LogsEmulator azure, String snippet) {
        return snippet.replace(
                        "https://my-dce-5kyl.eastus-1.ingest.monitor.azure.com",
                        azure.httpEndpoint().toString())
                .replace("dcr-00a0000a000a00000a000000aa000a0a", azure.dcrImmutableId());
    }

    private static Row row(String message, LogsEmulator azure) {
        return azure.rows(STREAM).stream()
                .filter(row -> message.equals(row.text("Message")))
                .findFirst()
                .orElseThrow();
    }

    private static String message(Row row) {
        return String.valueOf(row.text("Message"));
    }

    private static DcrDefinition rule() {
        DcrDefinition standard = DcrDefinition.standard();
        Map<String, ColumnType> columns = standard.streams().get(STREAM);
        return new DcrDefinition(
                standard.immutableId(), standard.armId(), Map.of(STREAM, columns, "Custom-OrderLogs2_CL", columns));
    }
}
