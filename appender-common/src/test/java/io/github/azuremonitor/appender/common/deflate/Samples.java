package io.github.azuremonitor.appender.common.deflate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What an encoder may be given: rows of a log, and what nobody would log. */
final class Samples {
    private static final List<String> MESSAGES = List.of(
            "Receiving block blk_%d src: /10.250.1.7:54106 dest: /10.250.1.7:50010",
            "PacketResponder %d for the block terminates",
            "Bestellung %d für Łódź \ud83d\ude00 angelegt",
            "accepted socket connection from /10.10.34.11:%d");

    private Samples() {}

    /** Bytes of a random kind and length. */
    static byte[] any(Random random) {
        var bytes = new byte[length(random)];
        switch (random.nextInt(7)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> Arrays.fill(bytes, (byte) random.nextInt());
            case 2 -> fewSymbols(bytes, random);
            case 3 -> periodic(bytes, random);
            case 4 -> copies(bytes, random);
            case 5 -> bell(bytes, random);
            default -> {
                byte[] rows = rows(1 + bytes.length / 150, random);
                return Arrays.copyOf(rows, Math.min(rows.length, bytes.length));
            }
        }
        return bytes;
    }

    /** Rows as they are posted, with the brackets left out. */
    static byte[] rows(int count, Random random) {
        var rows = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            String message = MESSAGES.get(random.nextInt(MESSAGES.size()))
                    .formatted(random.nextLong() >>> (20 + random.nextInt(30)));
            String row =
                    "{\"TimeGenerated\":\"2026-11-20T14:50:42.%06dZ\",\"Level\":\"%s\",\"Message\":\"%s\",\"TraceId\":\"%016x\"},\n"
                            .formatted(i, random.nextInt(9) == 0 ? "WARN" : "INFO", message, random.nextLong());
            rows.writeBytes(row.getBytes(StandardCharsets.UTF_8));
        }
        return rows.toByteArray();
    }

    private static int length(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> random.nextInt(20);
            case 2 -> random.nextInt(700_000);
            default -> random.nextInt(5_000);
        };
    }

    private static void fewSymbols(byte[] bytes, Random random) {
        int symbols = 2 + random.nextInt(6);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(symbols);
        }
    }

    private static void periodic(byte[] bytes, Random random) {
        int period = 1 + random.nextInt(40_000);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = i < period ? (byte) random.nextInt() : bytes[i - period];
        }
    }

    /** Pieces of what was there before, of any length and distance, with single bytes between them. */
    private static void copies(byte[] bytes, Random random) {
        for (int i = 0; i < bytes.length; ) {
            if (i == 0 || random.nextInt(3) == 0) {
                bytes[i++] = (byte) random.nextInt();
                continue;
            }
            int distance = 1 + random.nextInt(Math.min(i, 33_000));
            int end = Math.min(bytes.length, i + 3 + random.nextInt(600));
            for (; i < end; i++) {
                bytes[i] = bytes[i - distance];
            }
        }
    }

    private static void bell(byte[] bytes, Random random) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextGaussian() * 30);
        }
    }
}
