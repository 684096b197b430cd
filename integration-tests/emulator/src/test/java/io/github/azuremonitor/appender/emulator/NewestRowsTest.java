package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewestRowsTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR = LogsEmulatorExtension.of(LogsEmulator.builder());

    @Test
    void rowsAreReadBackwardsAcrossBodiesInPagesThatHaveEachRowOnce(LogsEmulator emulator) throws Exception {
        for (int body = 0; body < 5; body++) {
            StringBuilder rows = new StringBuilder("[");
            for (int row = 0; row < 7; row++) {
                rows.append(row == 0 ? "" : ",").append("{\"Level\":\"INFO\",\"Seq\":" + (body * 7 + row) + "}");
            }
            Client.post(emulator, rows.append("]").toString());
        }

        List<Integer> seen = new ArrayList<>();
        int next = 0;
        while (next >= 0) {
            JsonNode page = page(emulator, "&limit=4&offset=" + next);
            page.path("rows").forEach(row -> seen.add(row.path("Seq").asInt()));
            next = page.path("next").asInt(-1);
        }

        List<Integer> all = new ArrayList<>();
        for (int seq = 34; seq >= 0; seq--) {
            all.add(seq);
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void aLevelIsOneOfItsFamilyWhateverTheClientCallsIt(LogsEmulator emulator) throws Exception {
        String[] levels = {"FATAL", "Error", "Critical", "Warning", "warn", "Information", "TRACE", "NOTICE"};
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < levels.length; i++) {
            rows.append(i == 0 ? "[" : ",").append("{\"Level\":\"" + levels[i] + "\",\"Seq\":" + i + "}");
        }
        Client.post(emulator, rows.append(']').toString());

        assertThat(seqs(emulator, "&level=Level:error")).containsExactly(2, 1, 0);
        assertThat(seqs(emulator, "&level=Level:warn")).containsExactly(4, 3);
        assertThat(seqs(emulator, "&level=Level:info")).containsExactly(5);
        assertThat(seqs(emulator, "&level=Level:debug")).containsExactly(6);
        assertThat(seqs(emulator, "&level=Level:other")).containsExactly(7);
        assertThat(Client.get(emulator.httpEndpoint(), "/rows?order=newest&level=Level:FATAL&stream=" + STREAM)
                        .body())
                .contains("error, warn, info, debug or other", "'Level:FATAL'");
    }

    @Test
    void conditionsAndTextNarrowThemDownWhateverTheCase(LogsEmulator emulator) throws Exception {
        Client.post(
                emulator,
                "[{\"Level\":\"ERROR\",\"Logger\":\"com.example.A\",\"Message\":\"Disk full\",\"Seq\":1},"
                        + "{\"Level\":\"INFO\",\"Logger\":\"com.example.B\",\"Message\":\"disk ok\",\"Seq\":2},"
                        + "{\"Level\":\"ERROR\",\"Logger\":\"org.example.C\",\"Properties\":{\"place\":\"DISK\"},\"Seq\":3}]");

        assertThat(seqs(emulator, "&where=" + encoded("Level:error"))).containsExactly(3, 1);
        assertThat(seqs(emulator, "&where=" + encoded("Level:ERROR;Logger:com.example.*")))
                .containsExactly(1);
        assertThat(seqs(emulator, "&text=DISK")).containsExactly(3, 2, 1);
        assertThat(seqs(emulator, "&text=nowhere")).isEmpty();
        assertThat(Client.get(emulator.httpEndpoint(), "/rows?order=newest&where=Level&stream=" + STREAM)
                        .body())
                .contains("where is Column:value", "'Level'");
        assertThat(Client.get(emulator.httpEndpoint(), "/rows?text=x&stream=" + STREAM)
                        .statusCode())
                .isEqualTo(400);
    }

    private static List<Integer> seqs(LogsEmulator emulator, String query) throws Exception {
        List<Integer> seqs = new ArrayList<>();
        page(emulator, query)
                .path("rows")
                .forEach(row -> seqs.add(row.path("Seq").asInt()));
        return seqs;
    }

    private static JsonNode page(LogsEmulator emulator, String query) throws Exception {
        HttpResponse<String> answer =
                Client.get(emulator.httpEndpoint(), "/rows?order=newest&stream=" + STREAM + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Client.JSON.readTree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
