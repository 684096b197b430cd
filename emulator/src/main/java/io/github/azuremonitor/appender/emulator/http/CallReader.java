package io.github.azuremonitor.appender.emulator.http;

import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Reads a whole request; a body too long to be accepted is read to its end, but not kept. */
final class CallReader {
    /** A little over what is accepted, so that a longer body is seen to be longer. */
    private static final int KEPT_BYTES = 2 << 20;

    private static final int CHUNK_BYTES = 32 * 1024;

    private CallReader() {}

    /** Blocks until the body is read. */
    static Call read(Request request) throws IOException {
        long nanos = System.nanoTime();
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(field.getName(), field.getValue(), (one, other) -> one + ", " + other);
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.max(32, Math.min(length, KEPT_BYTES)));
        long wireBytes = 0;
        try (InputStream in = Request.asInputStream(request)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                wireBytes += n;
                if (wireBytes <= KEPT_BYTES) {
                    body.write(chunk, 0, n);
                }
            }
        }
        return new Call(
                nanos,
                request.getMethod(),
                request.getHttpURI().getPath(),
                query,
                headers,
                body.toByteArray(),
                wireBytes,
                request.getConnectionMetaData().isSecure());
    }
}
