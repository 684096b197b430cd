package io.github.azuremonitor.appender.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** How the body of a request is packed. */
enum Packing {
    NONE,
    GZIP,
    /** What Loki takes with Protobuf; no header tells of it. */
    SNAPPY;

    private static final int BUFFER = 64 * 1024;

    static Packing of(String path, @Nullable String contentType, @Nullable String contentEncoding) {
        if (path.startsWith("/loki/") && "application/x-protobuf".equals(contentType)) {
            return SNAPPY;
        }
        return "gzip".equals(contentEncoding) ? GZIP : NONE;
    }

    InputStream unpack(byte[] body) throws IOException {
        InputStream packed = new ByteArrayInputStream(body);
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER);
            case SNAPPY -> new ByteArrayInputStream(Snappy.uncompress(body));
        };
    }
}
