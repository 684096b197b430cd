package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request's body as it came, with what is needed to read its rows now or later. It is also the form in which rows
 * are kept: compressed, and read again when somebody asks. Immutable; nobody changes the bytes.
 */
public final class Submission {
    private static final int CHUNK_BYTES = 16 * 1024;

    private final byte[] body;
    private final boolean gzip;
    private final String dcrImmutableId;
    private final String stream;
    private final ColumnRules rules;
    private final Instant receivedAt;
    private final String requestId;
    private final @Nullable String clientRequestId;

    /** The body is not copied. */
    public Submission(
            byte[] body,
            boolean gzip,
            String dcrImmutableId,
            String stream,
            Map<String, ColumnType> columns,
            Instant receivedAt,
            String requestId,
            @Nullable String clientRequestId) {
        this.body = body;
        this.gzip = gzip;
        this.dcrImmutableId = dcrImmutableId;
        this.stream = stream;
        this.rules = new ColumnRules(columns);
        this.receivedAt = receivedAt;
        this.requestId = requestId;
        this.clientRequestId = clientRequestId;
    }

    String dcrImmutableId() {
        return dcrImmutableId;
    }

    String stream() {
        return stream;
    }

    ColumnRules rules() {
        return rules;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    String requestId() {
        return requestId;
    }

    @Nullable String clientRequestId() {
        return clientRequestId;
    }

    /** The JSON; a body that inflates beyond the cap is given up early, before it fills the heap. */
    byte[] json(int maxInflatedBytes) throws UnreadableBodyException {
        if (!gzip) {
            return body;
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(Math.max(CHUNK_BYTES, body.length * 4));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), CHUNK_BYTES)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (json.size() + n > maxInflatedBytes) {
                    throw new UnreadableBodyException(
                            UnreadableBodyException.Reason.INFLATES_TOO_LARGE,
                            "The content inflates to more than " + maxInflatedBytes + " bytes.",
                            -1);
                }
                json.write(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new UnreadableBodyException(
                    UnreadableBodyException.Reason.NOT_GZIP, "The content is not gzip: " + e.getMessage(), -1);
        }
        return json.toByteArray();
    }
}
