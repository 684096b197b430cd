package io.github.azuremonitor.appender.examples.container;

import static io.github.azuremonitor.appender.examples.container.Manifest.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files that start the emulator beside an application say the same about it, and it is as they say. */
class ComposeFileTest {
    private static final Path ROOT = Path.of("../..");

    @Test
    void theServiceSendsWhereTheEmulatorIs() throws Exception {
        Object compose = Manifest.documents("compose.yaml").get(0);
        Map<?, ?> environment = (Map<?, ?>) at(compose, "services", "orders", "environment");

        assertThat(environment.get("AZURE_MONITOR_LOGS_ENDPOINT")).isEqualTo("https://logs-emulator:8443");
        assertThat(read("emulator/Dockerfile"))
                .contains("EXPOSE 8088 8443")
                .contains("CMD [\"--host\", \"logs-emulator\"]")
                .contains("\"--tls-dir\", \"/tmp/emulator-tls\"");
        assertThat(at(compose, "services", "logs-emulator", "healthcheck", "test")
                        .toString())
                .isEqualTo("[CMD, java, -jar, /emulator.jar, --health]");
        assertThat(at(compose, "services", "orders", "depends_on", "logs-emulator", "condition"))
                .isEqualTo("service_healthy");
    }

    @Test
    void theWorkflowOfThePageIsYamlAndNamesTheSameRuleAndIdentity() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(jobs:.*?)```", Pattern.DOTALL).matcher(read("docs/emulator.md"));
        assertThat(yaml.find()).isTrue();
        Object workflow = new Yaml().load(yaml.group(1));
        Object compose = Manifest.documents("compose.yaml").get(0);
        Map<?, ?> job = (Map<?, ?>) at(workflow, "jobs", "test", "env");
        Map<?, ?> service = (Map<?, ?>) at(compose, "services", "orders", "environment");

        for (String name :
                new String[] {"AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", "AZURE_MONITOR_LOGS_STREAM_NAME", "IDENTITY_HEADER"
                }) {
            assertThat(job.get(name)).as(name).isEqualTo(service.get(name));
        }
        assertThat((String) at(workflow, "jobs", "test", "services", "logs-emulator", "options"))
                .contains("--health-cmd \"java -jar /emulator.jar --health\"");
    }

    private static String read(String file) throws Exception {
        return Files.readString(ROOT.resolve(file), StandardCharsets.UTF_8);
    }
}
