package io.github.azuremonitor.appender.emulator.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Rows that are only counted and rows that are looked at one by one add up to the same: who tells each row to a
 * listener looks at every one. {@code -Dfuzz.seed=N} repeats a round.
 */
class FittingRowsTest {
    private static final Long ONLY = Long.getLong("fuzz.seed");
    private static final int ROUNDS = Boolean.getBoolean("thorough") ? 2_000 : 150;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> COLUMNS =
            List.of("TimeGenerated", "Level", "Message", "Properties", "Seq", "Level", "Message", "TimeGenerated");

    private static final RowStore.Source SOURCE = new RowStore.Source("dcr-1", DcrDefinition.STANDARD_STREAM);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void bothCountTheSame() {
        for (long seed = ONLY == null ? 1 : ONLY; seed <= (ONLY == null ? ROUNDS : ONLY); seed++) {
            String body = body(new Random(seed * 0x9E3779B97F4A7C15L));
            String what = "again with -Dfuzz.seed=" + seed + ": " + body.substring(0, Math.min(1_000, body.length()));
            for (boolean strict : new boolean[] {true, false}) {
                assertThat(counted(body, strict, null)).as(what).isEqualTo(counted(body, strict, row -> {}));
            }
        }
    }

    /** All that is known afterwards. */
    private static List<Object> counted(String body, boolean strict, Consumer<Row> listener) {
        Problems problems = new Problems();
        RowStore store =
                new RowStore(new RowSettings(true, null, strict, strict, 50 << 20, 50 << 20, null, listener), problems);
        Map<String, ColumnType> columns = DcrDefinition.standard().streams().get(SOURCE.stream());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Object outcome;
        try {
            outcome = store.add(new Submission(bytes, false, "dcr-1", SOURCE.stream(), columns, NOW, "request", null));
        } catch (UnreadableBodyException e) {
            outcome = e.reason() + " " + e.getMessage() + " " + e.rawBytes();
        }
        return List.of(
                outcome,
                store.stats(SOURCE),
                store.complaints(),
                problems.newestFirst(),
                store.arrivals(SOURCE).toString());
    }

    /** Mostly rows that fit, in half of the bodies one thing that does not. */
    private static String body(Random random) {
        ArrayNode rows = JSON.createArrayNode();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            ObjectNode row = rows.addObject()
                    .put("TimeGenerated", "2026-03-01T11:00:00.123456Z")
                    .put("Level", random.nextBoolean() ? "INFO" : "ERROR")
                    .put("Message", "text " + random.nextInt());
            if (random.nextBoolean()) {
                row.putObject("Properties")
                        .put("a", random.nextInt())
                        .putArray("b")
                        .add("x\n")
                        .add(1e5);
            }
        }
        String text = rows.toString();
        if (random.nextBoolean()) {
            ObjectNode row = (ObjectNode) rows.get(random.nextInt(count));
            spoil(row, COLUMNS.get(random.nextInt(COLUMNS.size())), random);
            text = rows.toString();
        }
        return switch (random.nextInt(12)) {
            case 0 -> text.substring(0, text.length() - 1 - random.nextInt(10));
            case 1 -> text.substring(0, text.length() - 1) + ",7]";
            case 2 -> text.replaceFirst("\"Level\":", "\"Message\":");
            case 3 -> text.replaceFirst("\"a\":", "\"b\":1,\"a\":");
            case 4 -> text.replaceFirst("\"a\":", "\"c\":{\"a\":1,\"a\":[{}]},\"a\":");
            case 5 -> text.replaceFirst("\"a\":", "\"c\":{\"a\":1,\"b\":{\"a\":2}},\"a\":");
            case 6 -> text.replaceFirst("\"a\":", many(random.nextInt(400)) + "\"a\":");
            default -> text;
        };
    }

    private static String many(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append("\"key").append(i).append("\":").append(i).append(',');
        }
        return keys.toString();
    }

    private static void spoil(ObjectNode row, String column, Random random) {
        switch (random.nextInt(10)) {
            case 0 -> row.remove(column);
            case 1 -> row.putNull(column);
            case 2 -> row.put(column, random.nextLong());
            case 3 -> row.put(column, "x".repeat(20_000 + random.nextInt(60_000)));
            case 4 -> row.put(column, "2026-01-01T00:00:00.000000Z");
            case 5 -> row.put(column, "2026-03-01T12:00:00Z");
            case 6 -> row.putObject(column).put("long", "\u0001ü".repeat(10_000 + random.nextInt(20_000)));
            case 7 -> row.put(column + "x", true);
            case 8 -> row.put(column, true);
            default -> row.put(column, 1.5);
        }
    }
}
