package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.time.Time;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Turns an answer into an {@link Outcome}. Accepts any body: Azure sends {@code {"error":{"code":…,"message":…}}}
 * (Azure REST API specifications, {@code DataCollectionRules.json}), an empty 500 has been seen (tests of
 * azure-sdk-for-net), proxies send HTML.
 */
final class ResponseReader {
    /** Bounded, so that a body full of opening tags costs no time. */
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]{0,100}+>([^<]{1,300})");

    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>?");
    /** The part of a 403 that says who needs the role: the identity that the token names. */
    private static final Pattern OBJECT_ID = Pattern.compile("objectId '?[0-9A-Za-z-]{1,64}'?");

    private final Time time;

    ResponseReader(Time time) {
        this.time = time;
    }

    /**
     * @param credential which credential authorized the request, for people
     * @param overTls whether the answer came from a host that TLS has authenticated
     */
    Outcome read(HttpAnswer answer, String credential, boolean overTls) {
        HttpHeaders headers = answer.headers();
        String requestId = header(headers, "x-ms-request-id");
        var error = ErrorBody.parse(answer.body());
        String code = error.code().isEmpty() ? header(headers, "x-ms-error-code") : error.code();
        return new Outcome(
                Outcome.Kind.ANSWERED,
                answer.status(),
                OneLine.of(code, OneLine.NAME),
                detail(answer, error),
                RetryAfter.of(headers, time.epochMillis()),
                !requestId.isEmpty() || (overTls && answer.status() == 204),
                requestId,
                Outcome.UsedCredential.named(OneLine.of(credential, OneLine.NAME)));
    }

    private static String detail(HttpAnswer answer, ErrorBody error) {
        if (answer.status() == 407) {
            return ConnectionFailure.PROXY_LOGIN;
        }
        if (!error.message().isEmpty()) {
            return OneLine.keeping(error.message(), OneLine.DETAIL, OBJECT_ID);
        }
        if (answer.status() == 204) {
            return "";
        }
        String text = OneLine.of(text(answer.body()), OneLine.DETAIL - 32);
        return "HTTP " + answer.status() + (text.isEmpty() ? " without a text" : ": " + text);
    }

    /** A page's title says more than its first 500 characters. */
    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        var title = TITLE.matcher(text);
        return title.find() ? title.group(1) : TAG.matcher(text).replaceAll(" ");
    }

    private static String header(HttpHeaders headers, String name) {
        return OneLine.of(headers.firstValue(name).orElse(""), OneLine.NAME);
    }
}
