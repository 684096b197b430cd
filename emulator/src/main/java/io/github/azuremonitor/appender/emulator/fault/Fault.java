package io.github.azuremonitor.appender.emulator.fault;

import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong with a request. Immutable: every method returns a changed copy. The emulator always reads
 * the whole request first, so a fault never depends on how fast the client writes.
 */
public final class Fault {
    /** What happens instead of the answer. */
    public enum Kind {
        /** Nothing: the normal answer. */
        NONE,
        /** A scripted status. */
        STATUS,
        /** The connection is reset (TCP RST). */
        RESET,
        /** The connection is closed in the middle of the answer's headers. */
        HALF_ANSWER,
        /** No answer until the faults are cleared or the emulator stops; then the connection is reset. */
        HANG,
        /** 401 as for a bad token. */
        REFUSE_TOKEN,
        /** 403 as for an identity without the role. */
        REFUSE_ROLE,
        /** 404 as for an unknown rule. */
        UNKNOWN_RULE
    }

    /** What to say about a request that met a fault. */
    public static final String ADVICE = "A fault was scripted. DELETE /faults ends all.";

    /** The request is answered normally. */
    public static final Fault NONE =
            new Fault(Kind.NONE, 0, null, null, null, Map.of(), Duration.ZERO, false, null, call -> true);

    private final Kind kind;
    private final int status;
    private final @Nullable String code;
    private final @Nullable String message;
    private final @Nullable String body;
    private final Map<String, String> headers;
    private final Duration delay;
    private final boolean afterProcessing;
    private final @Nullable Duration tokenLifetime;
    private final Predicate<Call> when;

    private Fault(
            Kind kind,
            int status,
            @Nullable String code,
            @Nullable String message,
            @Nullable String body,
            Map<String, String> headers,
            Duration delay,
            boolean afterProcessing,
            @Nullable Duration tokenLifetime,
            Predicate<Call> when) {
        this.kind = kind;
        this.status = status;
        this.code = code;
        this.message = message;
        this.body = body;
        this.headers = headers;
        this.delay = delay;
        this.afterProcessing = afterProcessing;
        this.tokenLifetime = tokenLifetime;
        this.when = when;
    }

    /** A status with an error body in the service's form; the rows are not stored. */
    public static Fault status(int status) {
        return new Fault(Kind.STATUS, status, null, null, null, Map.of(), Duration.ZERO, false, null, call -> true);
    }

    /** A normal answer, but only after this time. */
    public static Fault delay(Duration delay) {
        return NONE.delayed(delay);
    }

    /** The client sees a reset connection; the rows are not stored. */
    public static Fault reset() {
        return of(Kind.RESET);
    }

    /** The rows are stored, but the client sees a reset connection: it cannot know. */
    public static Fault resetAfterProcessing() {
        return reset().afterProcessing();
    }

    /** The rows are stored, but the connection ends in the middle of the answer's headers: the client cannot know. */
    public static Fault halfAnswer() {
        return of(Kind.HALF_ANSWER).afterProcessing();
    }

    /** No answer until the faults are cleared; the rows are not stored. */
    public static Fault hang() {
        return of(Kind.HANG);
    }

    /** 401 as for a bad token, whatever token came. */
    public static Fault refuseToken() {
        return of(Kind.REFUSE_TOKEN);
    }

    /** 403 as for an identity without the role on the rule. */
    public static Fault refuseRole() {
        return of(Kind.REFUSE_ROLE);
    }

    /** 404 as for a rule that does not exist. */
    public static Fault unknownRule() {
        return of(Kind.UNKNOWN_RULE);
    }

    /** A login page with status 200 and no {@code x-ms-request-id}, as a captive portal gives. */
    public static Fault captivePortal() {
        return status(200)
                .header("Content-Type", "text/html")
                .body("<html><body>Please log in to the network.</body></html>");
    }

    /** 302 to another address. */
    public static Fault redirect(String location) {
        return status(302).header("Location", location).body("");
    }

    /** For token endpoints: the token lives this long. */
    public static Fault shortLivedTokens(Duration lifetime) {
        return new Fault(Kind.NONE, 0, null, null, null, Map.of(), Duration.ZERO, false, lifetime, call -> true);
    }

    /** For token endpoints: the token expired a minute ago. */
    public static Fault expiredTokens() {
        return shortLivedTokens(Duration.ofMinutes(-1));
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, 0, null, null, null, Map.of(), Duration.ZERO, false, null, call -> true);
    }

    /** With this {@code Retry-After}, in seconds or as a date. */
    public Fault retryAfter(String value) {
        return header("Retry-After", value);
    }

    /** With one more header. */
    public Fault header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Fault(
                kind,
                status,
                code,
                message,
                body,
                Collections.unmodifiableMap(more),
                delay,
                afterProcessing,
                tokenLifetime,
                when);
    }

    /** With this error code and message in the service's form. */
    public Fault error(String errorCode, String errorMessage) {
        return new Fault(
                kind, status, errorCode, errorMessage, body, headers, delay, afterProcessing, tokenLifetime, when);
    }

    /** With this body and only the scripted headers, none of the service's. */
    public Fault body(String text) {
        return new Fault(kind, status, code, message, text, headers, delay, afterProcessing, tokenLifetime, when);
    }

    /** The same, this much later. */
    public Fault delayed(Duration time) {
        return new Fault(kind, status, code, message, body, headers, time, afterProcessing, tokenLifetime, when);
    }

    /** The same, but the request is processed first: its rows are stored if it was in order. */
    public Fault afterProcessing() {
        return new Fault(kind, status, code, message, body, headers, delay, true, tokenLifetime, when);
    }

    /** Only for requests to this stream. */
    public Fault onStream(String stream) {
        return when(call -> stream.equals(call.stream()));
    }

    /** Only for requests for which this holds besides what was asked for before. */
    public Fault when(Predicate<Call> condition) {
        return new Fault(
                kind, status, code, message, body, headers, delay, afterProcessing, tokenLifetime, when.and(condition));
    }

    /** What happens instead of the answer. */
    public Kind kind() {
        return kind;
    }

    /** The status of {@link Kind#STATUS}. */
    public int status() {
        return status;
    }

    /** The scripted error code, null for the status's usual one. */
    public @Nullable String code() {
        return code;
    }

    /** The scripted error message, null for a plain one. */
    public @Nullable String message() {
        return message;
    }

    /** The scripted body, null for an error in the service's form. */
    public @Nullable String body() {
        return body;
    }

    /** Scripted headers. */
    public Map<String, String> headers() {
        return headers;
    }

    /** How long to wait first. */
    public Duration delay() {
        return delay;
    }

    /** Whether the request is processed normally, whatever the client sees. */
    public boolean processes() {
        return afterProcessing || (kind != Kind.STATUS && kind != Kind.RESET && kind != Kind.HANG);
    }

    /** The scripted life of a token, null for the usual. */
    public @Nullable Duration tokenLifetime() {
        return tokenLifetime;
    }

    boolean hits(Call call) {
        return when.test(call);
    }

    /** What it does, in a few words for people. */
    public String text() {
        String what = switch (kind) {
            case NONE ->
                tokenLifetime == null
                        ? "answers as usual"
                        : tokenLifetime.isNegative()
                                ? "gives tokens that have expired"
                                : "gives tokens for " + tokenLifetime;
            case STATUS -> "answers " + status + (body == null ? "" : " with another body");
            case RESET -> "resets the connection";
            case HALF_ANSWER -> "breaks off in the answer";
            case HANG -> "never answers";
            case REFUSE_TOKEN -> "answers 401, refuses the token";
            case REFUSE_ROLE -> "answers 403, the role is missing";
            case UNKNOWN_RULE -> "answers 404, the rule is unknown";
        };
        String retryAfter = headers.get("Retry-After");
        return what
                + (retryAfter == null ? "" : ", Retry-After " + retryAfter)
                + (delay.isZero() ? "" : ", " + delay.toMillis() + " ms later")
                + (afterProcessing ? ", after the rows are stored" : "");
    }
}
