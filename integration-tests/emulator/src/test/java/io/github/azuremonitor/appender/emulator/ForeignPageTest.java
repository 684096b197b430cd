package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another page in the browser of who runs the emulator. */
class ForeignPageTest {
    private static final String RULE =
            "/subscriptions/1/resourceGroups/g/providers/Microsoft.Insights/dataCollectionRules/r?api-version=1";

    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(LogsEmulator.builder());

    @ParameterizedTest
    @CsvSource({
        "POST,/faults?count=always",
        "DELETE,/faults",
        "DELETE,/rows",
        "DELETE,/problems",
        "PUT," + RULE,
        "DELETE," + RULE,
        "GET,/rows?stream=" + STREAM,
        "GET,/query?kql=JavaLogs_CL",
        "GET,/requests",
        "GET,/problems",
        "GET,/state"
    })
    void armsDeletesAndReadsNothing(String method, String path, LogsEmulator emulator) throws Exception {
        Client.post(emulator, "[{\"Message\":\"a secret\",\"level\":\"x\"}]");

        HttpResponse<String> answer = send(emulator, method, path, "https://pages.example");
        HttpResponse<String> boxed = send(emulator, method, path, "null"); // a frame without rights

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("https://pages.example").doesNotContain("secret");
        assertThat(boxed.statusCode()).as(boxed.body()).isEqualTo(403);
        assertThat(Client.post(emulator, "[{}]").statusCode())
                .as("no fault is armed")
                .isEqualTo(204);
        assertThat(emulator.rows(STREAM)).hasSize(2);
        assertThat(emulator.problems()).isNotEmpty();
    }

    @Test
    void theEmulatorsOwnPageDoes(LogsEmulator emulator) throws Exception {
        String own = emulator.httpEndpoint().toString();

        assertThat(send(emulator, "POST", "/faults", own).statusCode()).isEqualTo(204);
        assertThat(send(emulator, "DELETE", "/faults", own).statusCode()).isEqualTo(204);
        assertThat(send(emulator, "GET", "/state", own).statusCode()).isEqualTo(200);
    }

    @Test
    void anApplicationInABrowserSendsRowsWithItsToken(LogsEmulator emulator) throws Exception {
        assertThat(Client.send(Client.upload(emulator, "[{}]").header("Origin", "https://shop.example"))
                        .statusCode())
                .isEqualTo(204);
    }

    private static HttpResponse<String> send(LogsEmulator emulator, String method, String path, String origin)
            throws Exception {
        return Client.send(HttpRequest.newBuilder(emulator.httpEndpoint().resolve(path))
                .timeout(Client.PATIENCE)
                .header("Origin", origin)
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }
}
