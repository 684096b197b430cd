package io.github.azuremonitor.appender.emulator.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentFileTest {
    @Test
    void anEqualsSignBelongsToTheValueAndAnEmptyLineToNothing() throws Exception {
        assertThat(read("A=b=c\n\nD=e\n")).containsExactly(Map.entry("A", "b=c"), Map.entry("D", "e"));
    }

    @Test
    void whatAnOlderEmulatorDoesNotTellIsNamed() throws Exception {
        Map<String, String> told = read("A=b\n");
        assertThatIllegalStateException()
                .isThrownBy(() -> EnvironmentFile.value(told, "LOGS_EMULATOR_TENANT_ID"))
                .withMessageContaining("LOGS_EMULATOR_TENANT_ID");
    }

    private static Map<String, String> read(String text) throws Exception {
        return EnvironmentFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
