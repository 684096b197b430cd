package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.ColumnType;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One request's body as it came, with what is needed to read its rows now or later. It is also the form in which rows
 * are kept: compressed, and parsed again when they are read. Immutable; nobody changes the bytes.
 */
public final class Submission {
    /** Roughly what the objects around a kept body take. */
    private static final int OBJECT_BYTES = 400;

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

    byte[] body() {
        return body;
    }

    /** All but the columns, which are the rule's. */
    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(dcrImmutableId);
        out.writeUTF(stream);
        out.writeUTF(requestId);
        out.writeUTF(clientRequestId == null ? "" : clientRequestId);
        out.writeLong(receivedAt.getEpochSecond());
        out.writeInt(receivedAt.getNano());
        out.writeBoolean(gzip);
        out.writeInt(body.length);
        out.write(body);
    }

    /** What it takes to keep it, in bytes. */
    long keptBytes() {
        return (long) body.length + OBJECT_BYTES;
    }

    /** Its rows as they were sent. */
    RowCursor rows(RowSettings settings, @Nullable Semaphore largeBodies) {
        return new RowCursor(
                new InflatedBody(body, gzip, settings.maxInflatedBytes(), largeBodies),
                settings.strict(),
                settings.refuseDuplicateKeys());
    }

    /** The same without checking for duplicate keys, for a reader that checks them itself. */
    RowCursor rowsWithAnyKeys(RowSettings settings, @Nullable Semaphore largeBodies) {
        return new RowCursor(
                new InflatedBody(body, gzip, settings.maxInflatedBytes(), largeBodies), settings.strict(), false);
    }

    /** A row of it. */
    Row row(ObjectNode sent, Map<String, JsonNode> columns) {
        return new Row(
                columns, receivedAt, requestId, clientRequestId, dcrImmutableId, ColumnRules.sentTime(sent, columns));
    }
}
