package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The ports of the sink on the loopback interface: for HTTP, for lines over TCP, and for questions to it. */
record SinkAddress(int http, int tcp, int control) {
    static SinkAddress of(ChildJvm sink) throws IOException {
        String line = sink.nextLine();
        if (line == null || !line.startsWith(Sink.READY)) {
            throw new IOException("the sink did not start");
        }
        return parse(line.substring(Sink.READY.length() + 1));
    }

    static SinkAddress parse(String text) {
        String[] ports = text.split(",", -1);
        return new SinkAddress(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), Integer.parseInt(ports[2]));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + http);
    }

    URI controlled(String path) {
        return URI.create("http://127.0.0.1:" + control + path);
    }

    /** For configuration files. */
    List<String> jvmFlags() {
        return List.of("-Dsink.http=" + http, "-Dsink.tcp=" + tcp);
    }

    @Override
    public String toString() {
        return http + "," + tcp + "," + control;
    }
}
