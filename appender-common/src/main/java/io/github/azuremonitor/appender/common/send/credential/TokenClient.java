package io.github.azuremonitor.appender.common.send.credential;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends a token request with the current HTTP client, which is replaced if it brings no answers. */
public interface TokenClient {
    /** Blocks the calling thread, which is a token thread. */
    HttpResponse<byte[]> send(HttpRequest request, HttpResponse.BodyHandler<byte[]> body)
            throws IOException, InterruptedException;
}
