package io.github.azuremonitor.appender.examples.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WithoutAnEngineTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theExampleSaysSoAndStops() throws Exception {
        RunScript.Result result = RunScript.with("DOCKER_HOST", "tcp://127.0.0.1:1");

        assertThat(result.said())
                .startsWith("container: no Docker Engine answers here")
                .hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(3);
    }
}
