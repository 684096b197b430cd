package io.github.azuremonitor.appender.emulator.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to one request. Immutable, but for pieces, which are written once.
 *
 * @param status the HTTP status
 * @param headers in the order they are written
 * @param body text, written as UTF-8; empty for none
 * @param pieces in place of the body, null for none
 * @param rawBytes the body's size after inflating, -1 if nobody inflated it
 * @param rows how many rows were accepted
 * @param advice for a refusal, the cause and the fix in a sentence or two, which is not sent; else empty
 */
public record Answer(
        int status,
        Map<String, String> headers,
        String body,
        @Nullable Pieces pieces,
        long rawBytes,
        int rows,
        String advice) {

    /** Keeps its own copy of the headers. */
    public Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer without headers and body. */
    public static Answer of(int status) {
        return new Answer(status, Map.of(), "", null, -1, 0, "");
    }

    /** An answer with a JSON body. */
    public static Answer json(int status, String body) {
        return of(status).with("Content-Type", "application/json").withBody(body);
    }

    /** An answer with a JSON body that is made piece by piece. */
    public static Answer json(Pieces body) {
        return new Answer(200, Map.of("Content-Type", "application/json"), "", body, -1, 0, "");
    }

    /** The answer to another method than these, {@code "GET, POST"}; what Azure says of it beside the status is unverified. */
    public static Answer notAllowed(String methods) {
        String body = "{\"error\":{\"code\":\"MethodNotAllowed\",\"message\":\"This address takes " + methods + ".\"}}";
        return json(405, body).with("Allow", methods);
    }

    /** The same with one more header; it replaces one of that name. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, pieces, rawBytes, rows, advice);
    }

    /** The same with this body. */
    public Answer withBody(String text) {
        return new Answer(status, headers, text, null, rawBytes, rows, advice);
    }

    /** The same, told what was in the request. */
    public Answer accounting(long inflatedBytes, int acceptedRows) {
        return new Answer(status, headers, body, pieces, inflatedBytes, acceptedRows, advice);
    }

    /** The same, with the cause and the fix. */
    public Answer advising(String causeAndFix) {
        return new Answer(status, headers, body, pieces, rawBytes, rows, causeAndFix);
    }

    /** The service's code of an error, null for none. */
    public @Nullable String code() {
        return headers.get("x-ms-error-code");
    }
}
