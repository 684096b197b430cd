package io.github.azuremonitor.appender.emulator.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came in, its body already read. Immutable but for the body's bytes, which nobody changes; safe for
 * use by several threads.
 */
public final class Call {
    private static final Pattern INGESTION_PATH = Pattern.compile("/dataCollectionRules/([^/]+)/streams/([^/]+)");

    private final long nanos;
    private final String method;
    private final String path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final long wireBytes;
    private final boolean secure;
    private final @Nullable String dcrImmutableId;
    private final @Nullable String stream;

    /**
     * @param nanos when the request's head had been read, in the nanoseconds of {@link System#nanoTime()}
     * @param path still URL-encoded, without the query
     * @param query decoded
     * @param body the bytes kept of the body; fewer than {@code wireBytes} if the body was too long to keep
     * @param wireBytes how many body bytes came over the wire
     * @param secure whether it came over TLS
     */
    public Call(
            long nanos,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            long wireBytes,
            boolean secure) {
        this.nanos = nanos;
        this.method = method;
        this.path = path;
        this.query = Map.copyOf(query);
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        this.headers = Collections.unmodifiableMap(anyCase);
        this.body = body;
        this.wireBytes = wireBytes;
        this.secure = secure;
        Matcher matcher = INGESTION_PATH.matcher(path);
        boolean ingestion = matcher.matches();
        this.dcrImmutableId = ingestion ? matcher.group(1) : null;
        this.stream = ingestion ? matcher.group(2) : null;
    }

    /** When the request's head had been read, in the nanoseconds of {@link System#nanoTime()}. */
    public long nanos() {
        return nanos;
    }

    /** The method in capitals. */
    public String method() {
        return method;
    }

    /** The path, still URL-encoded, without the query. */
    public String path() {
        return path;
    }

    /** A query parameter, decoded; null if absent. */
    public @Nullable String query(String name) {
        return query.get(name);
    }

    /** The names of the query's parameters. */
    public Set<String> queryNames() {
        return query.keySet();
    }

    /** A header by its name in any case; several of one name are joined by a comma; null if absent. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** All headers; the names' case does not matter. The token is among them. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body as it came, not a copy: do not change it. Shorter than {@link #wireBytes()} if it was cut. */
    public byte[] body() {
        return body;
    }

    /** How many body bytes came over the wire. */
    public long wireBytes() {
        return wireBytes;
    }

    /** Whether it came over TLS. */
    public boolean secure() {
        return secure;
    }

    /** The rule's immutable id if this is the ingestion route, else null. */
    public @Nullable String dcrImmutableId() {
        return dcrImmutableId;
    }

    /** The stream, still URL-encoded, if this is the ingestion route, else null. */
    public @Nullable String stream() {
        return stream;
    }

    /** Whether the body is declared as gzip. */
    public boolean gzip() {
        return "gzip".equalsIgnoreCase(header("Content-Encoding"));
    }
}
