package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contestants, in the order of the rounds. */
enum Contestants {
    CAPTURE_ONLY("capture-only", "Logback: formats the message, reads thread and MDC, drops the event", null),
    LOGBACK_ASYNC_NOP("logback-async-nop", "Logback's AsyncAppender, queue of 8,192, before one that counts", null),
    LOG4J2_ASYNC_NOP("log4j2-async-nop", "Log4j2, all loggers asynchronous, before one that counts", "log4j2"),
    SDK("sdk", "Azure's LogsIngestionClient behind a queue of 32,768 and a thread, 1,000 rows a request", null),
    LOKI4J("loki4j", "loki-logback-appender, JSON, 10,000 rows a request, not compressed", "loki4j"),
    LOKI4J_PROTOBUF("loki4j-protobuf", "the same with its Protobuf format, packed by Snappy", "loki4j"),
    LOGZIO_MEMORY("logzio-memory", "logzio-logback-appender, queue in memory, not compressed", "logzio"),
    LOGZIO_DISK("logzio-disk", "logzio-logback-appender, queue on disk, not compressed", "logzio"),
    LOGSTASH("logstash-tcp", "logstash-logback-encoder, LogstashTcpSocketAppender, ring of 65,536", "logstash"),
    LOG4J2_HTTP("log4j2-http", "Log4j2's HttpAppender behind its AsyncAppender: a request for each event", "log4j2"),
    OPENTELEMETRY(
            "opentelemetry",
            "its Logback appender, 8,192 records a request, OTLP/HTTP, not compressed",
            "opentelemetry"),
    OURS("ours", "this project's Logback appender, durability=memory", null),
    OURS_SPOOL("ours-spool", "the same, durability=spool, the default", null),
    OURS_JOURNAL("ours-journal", "the same, durability=journal", null),
    OURS_LOG4J2("ours-log4j2", "this project's Log4j2 appender, durability=memory, Log4j2 garbage-free", "log4j2");

    /** System property of the process that has OpenTelemetry's classes. */
    static final String OPEN_TELEMETRY = "benchmarks.opentelemetry";

    /** System property of the process whose Log4j2 appender counts what ends there. */
    static final String LOG4J2_COUNTS = "benchmarks.log4j2.counts";

    /** System property of the process whose Log4j2 appender can be told to send at once. */
    static final String LOG4J2_FLUSHES = "benchmarks.log4j2.flushes";

    private static final String MAX_WAIT = "-Dmax.wait=";

    private final String label;
    private final String what;
    private final @Nullable String folder;

    /** @param folder below {@code peers}, with its class path and configurations; null if this module's own serves */
    Contestants(String label, String what, @Nullable String folder) {
        this.label = label;
        this.what = what;
        this.folder = folder;
    }

    static Contestants named(String label) {
        return Arrays.stream(values())
                .filter(contestant -> contestant.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contestant is called " + label));
    }

    String label() {
        return label;
    }

    /** What it is, with the versions of what it consists of. */
    String description() {
        return what + " (" + String.join(", ", versions()) + ")";
    }

    /** Whether its events end in its own process. */
    boolean isFloor() {
        return this == CAPTURE_ONLY || this == LOGBACK_ASYNC_NOP || this == LOG4J2_ASYNC_NOP;
    }

    /** Whether the service of it can fail like that; 429 is an answer to a request. */
    boolean knows(Part fault) {
        return !isFloor() && !(this == LOGSTASH && fault == Part.THROTTLING);
    }

    boolean isOurs() {
        return name().startsWith("OURS");
    }

    /** Whether its libraries have been put together by the build. */
    boolean isBuilt() {
        return folder == null || Files.isDirectory(libraries());
    }

    String classPath() {
        if (folder == null) {
            return System.getProperty("java.class.path");
        }
        if (!isBuilt()) {
            throw new IllegalStateException(
                    "the libraries of " + label + " are not in " + libraries() + "; mvn package puts them there");
        }
        return classes() + System.getProperty("path.separator") + libraries().resolve("*");
    }

    /** Flags of its JVM beside those that all have. */
    List<String> jvmFlags(SinkAddress sink, boolean asService) {
        List<String> flags = new ArrayList<>(sink.jvmFlags());
        flags.add(MAX_WAIT + (asService ? "100ms" : "10s"));
        if (folder == null) {
            return flags;
        }
        if (folder.equals("log4j2")) {
            flags.add("-Dlog4j2.configurationFile=" + configuration());
            flags.add("-Dlog4j2.garbagefreeThreadContextMap=true");
        } else {
            flags.add("-Dlogback.configurationFile=" + configuration());
        }
        if (this == LOG4J2_ASYNC_NOP) {
            flags.add("-D" + LOG4J2_COUNTS + "=true");
            flags.add("-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
        }
        if (this == OURS_LOG4J2) {
            flags.add("-D" + LOG4J2_FLUSHES + "=true");
        }
        if (this == OPENTELEMETRY) {
            flags.addAll(List.of(
                    "-D" + OPEN_TELEMETRY + "=true",
                    "-Dotel.exporter.otlp.endpoint=" + sink.endpoint(),
                    "-Dotel.exporter.otlp.protocol=http/protobuf",
                    "-Dotel.traces.exporter=none",
                    "-Dotel.metrics.exporter=none",
                    "-Dotel.blrp.max.queue.size=1500000",
                    "-Dotel.blrp.max.export.batch.size=8192"));
        }
        return flags;
    }

    /** Starts the contestant in this process, sending to the sink if it sends at all. */
    Contestant start(URI endpoint) {
        return switch (this) {
            case CAPTURE_ONLY -> OwnContestants.captureOnly();
            case LOGBACK_ASYNC_NOP -> OwnContestants.logbackAsyncNop();
            case SDK -> OwnContestants.azureSdk(endpoint);
            case OURS -> OwnContestants.ours(endpoint, "memory");
            case OURS_SPOOL -> OwnContestants.ours(endpoint, "spool");
            case OURS_JOURNAL -> OwnContestants.ours(endpoint, "journal");
            default -> new ConfiguredPeer();
        };
    }

    private Path configuration() {
        return peers().resolve(folder).resolve(label + ".xml");
    }

    private Path libraries() {
        return peers().resolve(folder).resolve("target").resolve("lib");
    }

    private static Path peers() {
        return classes().resolve("../../peers").normalize();
    }

    /** Where this class was loaded from: {@code target/classes}. */
    private static Path classes() {
        try {
            return Path.of(Contestants.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jars that matter, by name and version. */
    private List<String> versions() {
        Stream<Path> jars;
        if (folder == null) {
            jars = Arrays.stream(classPath().split(System.getProperty("path.separator"), -1))
                    .map(Path::of)
                    .flatMap(entry ->
                            entry.endsWith("*") ? files(entry.resolve("..").normalize()) : Stream.of(entry));
        } else {
            jars = files(libraries());
        }
        return jars.map(jar -> jar.getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.substring(0, name.length() - ".jar".length()))
                .filter(name -> part().stream().anyMatch(name::matches))
                .sorted()
                .toList();
    }

    /** Patterns of the names of its jars that are worth telling. */
    private List<String> part() {
        String logback = "logback-classic-\\d.*";
        String log4j = "log4j-core-\\d.*";
        return switch (this) {
            case CAPTURE_ONLY, LOGBACK_ASYNC_NOP, OURS, OURS_SPOOL, OURS_JOURNAL -> List.of(logback);
            case SDK -> List.of(logback, "azure-monitor-ingestion-.*");
            case LOG4J2_ASYNC_NOP -> List.of(log4j, "disruptor-.*");
            case LOG4J2_HTTP, OURS_LOG4J2 -> List.of(log4j);
            case LOKI4J -> List.of(logback, "loki-logback-appender-.*");
            case LOKI4J_PROTOBUF -> List.of(logback, "loki-logback-appender-.*", "loki-protobuf-.*", "snappy-java-.*");
            case LOGZIO_MEMORY, LOGZIO_DISK -> List.of(logback, "logzio-logback-appender-.*");
            case LOGSTASH -> List.of(logback, "logstash-logback-encoder-.*");
            case OPENTELEMETRY ->
                List.of(logback, "opentelemetry-logback-appender-.*", "opentelemetry-exporter-otlp-\\d.*");
        };
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
