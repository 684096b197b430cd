package io.github.azuremonitor.appender.examples.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A newcomer follows docs/containers.md, whose commands the script reads from the page. */
@NeedsDocker
class PageIT {
    @Test
    void whoFollowsThePageSeesRows() throws Exception {
        RunScript.Result result = RunScript.with("BUILT", "true", "JAVA", Images.java());

        assertThat(result.exitCode()).as(result.said()).isZero();
        assertThat(result.said())
                .endsWith(
                        "container: all 21 rows are in the emulator's table: 20 orders, and the line with which the service"
                                + " began\n")
                .contains("\"total\":21") // 20 orders, and one line when the service begins to listen
                .contains("\"Message\":\"order 1 created\",\"AppName\":\"orders\"")
                .doesNotContain("WARN");
    }
}
