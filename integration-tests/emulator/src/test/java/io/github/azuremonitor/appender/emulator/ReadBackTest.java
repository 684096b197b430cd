package io.github.azuremonitor.appender.emulator;

import static io.github.azuremonitor.appender.emulator.Client.PATIENCE;
import static io.github.azuremonitor.appender.emulator.Client.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.rows.StreamStats;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadBackTest {
    @RegisterExtension
    static final LogsEmulatorExtension EMULATOR =
            LogsEmulatorExtension.of(LogsEmulator.builder().countBy("Seq"));

    @Test
    void pagesCrossTheBordersOfRequests(LogsEmulator emulator) throws Exception {
        upload(emulator, 0, 7);
        upload(emulator, 7, 8);
        upload(emulator, 8, 20);

        for (int offset = 0; offset < 22; offset += 3) {
            assertThat(emulator.rows(STREAM, offset, 5))
                    .extracting(row -> row.get("Seq").longValue())
                    .containsExactlyElementsOf(LongStream.range(Math.min(20, offset), Math.min(20, offset + 5))
                            .boxed()
                            .toList());
        }
        assertThat(emulator.rows(STREAM)).hasSize(20);
        assertThat(emulator.rows("Custom-None")).isEmpty();
    }

    @Test
    void readsAPageOfSomeColumnsOverHttp(LogsEmulator emulator) throws Exception {
        upload(emulator, 0, 10);

        JsonNode page = Client.json(
                Client.get(emulator.httpEndpoint(), "/rows?stream=" + STREAM + "&offset=4&limit=2&columns=Seq,Level"));

        assertThat(page.path("total").longValue()).isEqualTo(10);
        assertThat(page.path("rows")).hasToString("[{\"Level\":\"INFO\",\"Seq\":4},{\"Level\":\"INFO\",\"Seq\":5}]");
    }

    @Test
    void asksForWhatAPageNeeds(LogsEmulator emulator) throws Exception {
        for (String query : List.of("", "?stream=" + STREAM + "&limit=x", "?stream=" + STREAM + "&offset=-1")) {
            assertThat(Client.get(emulator.httpEndpoint(), "/rows" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void findsDuplicatesAndRowsWithoutKey(LogsEmulator emulator) throws Exception {
        upload(emulator, 0, 1000);
        upload(emulator, 990, 2000);
        Client.post(emulator, "[{},{\"Seq\":\"no number\"}]");

        StreamStats stats = emulator.stats(STREAM);
        assertThat(stats.rows()).isEqualTo(2012);
        assertThat(stats.distinctKeys()).isEqualTo(2000);
        assertThat(stats.duplicateKeys()).isEqualTo(10);
        assertThat(stats.rowsWithoutKey()).isEqualTo(2);
        JsonNode count = Client.json(Client.get(emulator.httpEndpoint(), "/rows/count?stream=" + STREAM));
        assertThat(count.path("rows").longValue()).isEqualTo(2012);
        assertThat(count.path("distinctKeys").longValue()).isEqualTo(2000);
        assertThat(count.path("duplicateKeys").longValue()).isEqualTo(10);
    }

    @Test
    void countsWithoutKeeping() throws Exception {
        try (LogsEmulator counting =
                LogsEmulator.builder().keepRows(false).countBy("EventId").start()) {
            Client.post(counting, "[{\"EventId\":\"a\"},{\"EventId\":\"b\"},{\"EventId\":\"a\"}]");

            assertThat(counting.awaitRowCount(STREAM, 3, PATIENCE)).isEqualTo(3);
            assertThat(counting.stats(STREAM).duplicateKeys()).isEqualTo(1);
            assertThatIllegalStateException().isThrownBy(() -> counting.rows(STREAM));
            assertThat(Client.get(counting.httpEndpoint(), "/rows?stream=" + STREAM)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void tellsRowsThatAreAcceptedAndNoneOfASpoiledBody() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (LogsEmulator counting = LogsEmulator.builder()
                .requireToken(false)
                .keepRows(false)
                .onRow(row -> told.add(row.text("Message") + " for " + row.dcrImmutableId()))
                .start()) {
            Client.post(counting, "[{\"Message\":\"spoiled\"},7]");
            counting.faults().next(Fault.status(503)).next(Fault.resetAfterProcessing());
            Client.post(counting, "[{\"Message\":\"refused\"}]");
            assertThatIOException().isThrownBy(() -> Client.post(counting, "[{\"Message\":\"unanswered\"}]"));
            Client.post(counting, "[{\"Message\":\"a\"},{\"Message\":\"b\"}]");

            String rule = " for " + counting.dcrImmutableId();
            assertThat(told).containsExactly("unanswered" + rule, "a" + rule, "b" + rule);
        }
    }

    @Test
    void waitsForRowsAndTellsWhatCameIfTheyDoNot(LogsEmulator emulator) throws Exception {
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return emulator.awaitRows(STREAM, 3, PATIENCE).size();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        upload(emulator, 0, 2);
        upload(emulator, 2, 3);

        assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(3);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> emulator.awaitRows(STREAM, 4, Duration.ofMillis(50)))
                .withMessageContaining("3 of 4 rows")
                .withMessageContaining("[204, 204]");
    }

    @Test
    void forgetsOnDemand(LogsEmulator emulator) throws Exception {
        upload(emulator, 0, 3);

        assertThat(Client.send(HttpRequest.newBuilder(emulator.httpEndpoint().resolve("/rows"))
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);

        assertThat(emulator.rowCount(STREAM)).isZero();
        assertThat(Client.json(Client.get(emulator.httpEndpoint(), "/health"))
                        .path("status")
                        .asText())
                .isEqualTo("UP");
    }

    private static void upload(LogsEmulator emulator, int from, int to) throws Exception {
        String rows = IntStream.range(from, to)
                .mapToObj(seq -> "{\"Level\":\"INFO\",\"Seq\":" + seq + "}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(Client.send(Client.upload(emulator, Client.gzip(rows)).header("Content-Encoding", "gzip"))
                        .statusCode())
                .isEqualTo(204);
    }
}
