package io.github.azuremonitor.appender.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands of docs/emulator.md print what stands below them. */
@Timeout(180)
class EmulatorPageTest {
    private static final Path PAGE = Path.of("../../docs/emulator.md");

    @Test
    void theCommandsOfThePagePrintWhatItShows() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl");
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        var blocks = Pattern.compile("```sh\n(.*?)```\n\n```(?:json)?\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .filter(block -> block.group(1).contains("$AZURE_MONITOR_LOGS_ENDPOINT"))
                .toList();
        assertThat(blocks).as("commands with an output on the page").hasSizeGreaterThanOrEqualTo(3);
        try (LogsEmulator emulator = LogsEmulator.builder().fixedIdentity().start()) {
            Client.post(emulator, "[{\"Level\":\"INFO\"}]");
            List<String> wrong = new ArrayList<>();
            for (var block : blocks) {
                String said = run(emulator, block.group(1)).strip();
                if (!said.equals(block.group(2).strip())) {
                    wrong.add(block.group(1) + "prints\n" + said + "\nand not\n" + block.group(2));
                }
            }
            assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
        }
    }

    private static String run(LogsEmulator emulator, String script) throws Exception {
        var builder = new ProcessBuilder("sh", "-e", "-c", script).redirectErrorStream(true);
        builder.environment()
                .put("AZURE_MONITOR_LOGS_ENDPOINT", emulator.httpEndpoint().toString());
        builder.environment()
                .put("IDENTITY_ENDPOINT", emulator.appServiceIdentityEndpoint().toString());
        builder.environment().put("IDENTITY_HEADER", emulator.identityHeader());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
