package io.github.azuremonitor.appender.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/tools.md in their order; what differs from run to run is looked away from. */
class ToolsPageTest {
    private static final Path PAGE = Path.of("../docs/tools.md");
    private static final Pattern BLOCK =
            Pattern.compile("```(xml|console)\\n(.*?)```|<!-- (an application .*?) -->", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void everyCommandOnThePageSaysWhatThePageSays() throws IOException {
        var emulator = LogsEmulator.builder().requireToken(false).build();
        var softly = new SoftAssertions();
        int commands = 0;
        try (emulator) {
            emulator.start();
            String xml = "";
            var blocks = BLOCK.matcher(Files.readString(PAGE));
            while (blocks.find()) {
                if (blocks.group(3) != null) {
                    happens(
                            blocks.group(3),
                            emulator,
                            config(xml, blocks.group(3).contains("misspelt") ? "Custom-JavaLgs_CL" : ""));
                } else if (blocks.group(1).equals("xml")) {
                    xml = blocks.group(2)
                            .replace(
                                    "http://127.0.0.1:8088",
                                    emulator.httpEndpoint().toString());
                    makeRule(config(xml, ""));
                } else {
                    run(blocks.group(2), xml, softly);
                    commands++;
                }
            }
        }
        softly.assertAll();
        assertThat(commands).isEqualTo(12);
        assertThat(emulator.rowCount(Configs.STREAM))
                .as("the probe, two late rows, two for a misspelt stream and a refused one")
                .isEqualTo(6);
    }

    private void run(String block, String xml, SoftAssertions softly) {
        String line = block.lines().findFirst().orElseThrow();
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        assertThat(words.remove(0)).isEqualTo("$");
        String stream = words.get(0).startsWith("STREAM=") ? words.remove(0).substring("STREAM=".length()) : "";
        config(xml, stream);
        assertThat(words.remove(0)).isEqualTo("tools/run");
        String command = words.remove(0);
        List<Object> args = new ArrayList<>(List.of(command));
        words.forEach(word -> args.add(isOurs(word) ? directory.resolve(word) : word));
        Command done = Command.run(args.toArray());
        String shown = block.substring(line.length() + 1);
        String said = done.out().replace(directory + "/", "");
        softly.assertThat(matches(settled(shown), settled(said)))
                .as("%s%n%s%n%s", line, said, done.err())
                .isTrue();
    }

    private static boolean isOurs(String word) {
        return word.equals("spool") || word.matches("[a-z]+\\.(xml|json|ndjson)");
    }

    /** A line that holds nothing but … stands for any lines. */
    private static boolean matches(String shown, String said) {
        String pattern = Arrays.stream(shown.split("(?m)^…\\n", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "(?:.*\\n)*?" + b)
                .orElseThrow();
        return Pattern.matches(pattern, said);
    }

    private static String settled(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                .replaceAll(",\"AppInstance\":\"[^\"]*\"", "")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "<endpoint>")
                .replaceAll("\\d+ bytes", "<n> bytes")
                .replaceAll("\\d{13}-\\d{8,}", "<file>");
    }

    /** The page's configuration; what stands in the shell there is put in here. */
    private Path config(String xml, String stream) {
        String given = stream.isEmpty() ? xml : xml.replace("${STREAM:-Custom-JavaLogs_CL}", stream);
        Path spool = directory.resolve("spool");
        // However slow the machine is, two events are one batch.
        String patient = given.replace("<durability>", "<linger>60s</linger>\n    <durability>");
        return Configs.write(directory.resolve("logback.xml"), patient.replace("${SPOOL}", spool.toString()));
    }

    private void makeRule(Path config) throws IOException {
        Files.createDirectory(directory.resolve("spool"));
        Command template = Command.run("template", "--config", config, "--format", "arm");
        assertThat(template.code()).isZero();
        Configs.write(directory.resolve("rule.json"), template.out());
    }

    private static void happens(String what, LogsEmulator emulator, Path config) {
        if (what.startsWith("an application logs two events")) {
            outage(emulator, config);
        } else if (what.equals("an application logs an event that Azure refuses")) {
            try {
                Refused.leave(config, Configs.STREAM, "too odd");
            } catch (BadInput e) {
                throw new AssertionError(e);
            }
        } else {
            throw new AssertionError(what);
        }
    }

    private static void outage(LogsEmulator emulator, Path config) {
        emulator.faults().always(Fault.status(503));
        try (var app = new App(config)) {
            app.logger().warn("payment is slow");
            app.logger().warn("payment failed");
        }
        emulator.faults().clear();
    }
}
