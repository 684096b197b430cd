package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.wire.RecordedRequest;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** One line on the console for each request, and what to do about a refusal. Safe for use by several threads. */
final class RequestLines implements Consumer<RecordedRequest> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;

    RequestLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(RecordedRequest request) {
        String line = line(request);
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /** Without line breaks or control characters, whatever the client sent. */
    static String line(RecordedRequest request) {
        StringBuilder line = new StringBuilder(TIME.format(request.time())).append(' ');
        line.append(request.status() == 0 ? "---" : Integer.toString(request.status()));
        if (request.code() != null) {
            line.append(' ').append(request.code());
        }
        if (request.stream() == null) {
            line.append(' ').append(request.method()).append(' ').append(request.path());
        } else {
            line.append(' ')
                    .append(request.stream())
                    .append(' ')
                    .append(request.rows())
                    .append(request.rows() == 1 ? " row" : " rows");
        }
        line.append(' ').append(request.wireBytes()).append(" bytes ").append(request.client());
        if (!request.advice().isEmpty()) {
            line.append(" | ").append(request.advice());
        }
        return line.toString().replaceAll("\\p{Cntrl}", "?");
    }
}
