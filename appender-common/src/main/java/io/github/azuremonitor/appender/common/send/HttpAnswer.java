package io.github.azuremonitor.appender.common.send;

import java.net.http.HttpHeaders;

/** A complete answer. The body is never modified. */
final class HttpAnswer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    /**
     * @param status HTTP status
     * @param headers as sent
     * @param body its first bytes, at most {@link BoundedBody#LIMIT}; not copied
     */
    HttpAnswer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
