package io.github.azuremonitor.appender.compatibility;

import static io.github.azuremonitor.appender.compatibility.Program.APPENDERS;
import static io.github.azuremonitor.appender.compatibility.Program.BESIDE;
import static io.github.azuremonitor.appender.compatibility.Program.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.LogsEmulatorExtension;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An application of a server comes and goes, and takes its appender with it. */
class WarIT {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.standard();

    @TempDir
    private Path directory;

    @Test
    void appendersOfWarsShipTheirLastLineAndLeaveNoThread(LogsEmulator azure) throws Exception {
        Path logback = war(
                "logback",
                ShopServlet.class,
                "war/logback.xml",
                List.of(BESIDE.resolve(Combination.logback("newest")), APPENDERS));
        Path log4j2 = war(
                "log4j2",
                ShopLog4j2Servlet.class,
                "war/log4j2.xml",
                List.of(BESIDE.resolve(Combination.log4j("2.24")), BESIDE.resolve("log4j-jakarta-web"), APPENDERS));

        String said = Program.here()
                .with(CLASSES)
                .with(BESIDE.resolve("tomcat"))
                .shippingTo(azure)
                .run(TomcatProgram.class.getName(), logback.toString(), log4j2.toString());

        assertThat(said.lines().filter(line -> line.startsWith("started")))
                .as(said)
                .containsExactlyInAnyOrder(
                        "started /logback", "started /log4j2", "started /logback", "started /log4j2");
        assertThat(said.lines()).as(said).contains("left []");
        Map<String, List<String>> messages = azure.rows(DcrDefinition.STANDARD_STREAM).stream()
                .filter(row -> "com.example.Shop".equals(row.text("Logger")) && "shop".equals(row.text("AppName")))
                .map(row -> String.valueOf(row.text("Message")))
                .collect(Collectors.groupingBy(message -> message.substring(0, message.indexOf(':'))));
        assertThat(messages.get("logback")).as(said).containsExactlyInAnyOrderElementsOf(named("logback"));
        assertThat(messages.get("log4j2")).as(said).containsExactlyInAnyOrderElementsOf(named("log4j2"));
    }

    private static List<String> named(String framework) {
        return Stream.of("opens", "closes", "opens", "closes")
                .map(message -> framework + ": shop " + message)
                .toList();
    }

    private Path war(String name, Class<?> servlet, String configuration, List<Path> brings) throws IOException {
        Path inside = directory.resolve(name).resolve("WEB-INF");
        Path lib = Files.createDirectories(inside.resolve("lib"));
        for (Path jar : Program.jars(brings)) {
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        String file = servlet.getName().replace('.', '/') + ".class";
        Files.createDirectories(inside.resolve("classes").resolve(file).getParent());
        Files.copy(CLASSES.resolve(file), inside.resolve("classes").resolve(file));
        Files.writeString(
                inside.resolve("classes").resolve(configuration.substring(configuration.indexOf('/') + 1)),
                Snippets.text(configuration));
        Files.writeString(inside.resolve("web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  <servlet>
                    <servlet-name>shop</servlet-name>
                    <servlet-class>%s</servlet-class>
                    <load-on-startup>1</load-on-startup>
                  </servlet>
                </web-app>
                """.formatted(servlet.getName()));
        return directory.resolve(name);
    }
}
