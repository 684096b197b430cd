package io.github.azuremonitor.appender.emulator.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to one request. Immutable.
 *
 * @param status the HTTP status
 * @param headers in the order they are written
 * @param body text, written as UTF-8; empty for none
 * @param rawBytes the body's size after inflating, -1 if nobody inflated it
 * @param rows how many rows were accepted
 */
public record Answer(int status, Map<String, String> headers, String body, long rawBytes, int rows) {

    /** Keeps its own copy of the headers. */
    public Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer without headers and body. */
    public static Answer of(int status) {
        return new Answer(status, Map.of(), "", -1, 0);
    }

    /** An answer with a JSON body. */
    public static Answer json(int status, String body) {
        return of(status).with("Content-Type", "application/json").withBody(body);
    }

    /** The same with one more header; it replaces one of that name. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, rawBytes, rows);
    }

    /** The same with this body. */
    public Answer withBody(String text) {
        return new Answer(status, headers, text, rawBytes, rows);
    }

    /** The same, told what was in the request. */
    public Answer accounting(long inflatedBytes, int acceptedRows) {
        return new Answer(status, headers, body, inflatedBytes, acceptedRows);
    }
}
