package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.monitor.ingestion.LogsIngestionClient;
import com.azure.monitor.ingestion.LogsIngestionClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What people write without an appender: a queue, a thread, and Azure's own ingestion client. */
final class AzureSdk implements LogbackContestant {
    private static final int QUEUE_SIZE = 4 * 8_192;
    private static final int BATCH_SIZE = 1_000;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    /** Marks in the queue: upload what you have; and upload what you have and end. */
    private static final ILoggingEvent FLUSH = new LoggingEvent();

    private static final ILoggingEvent STOP = new LoggingEvent();

    private final BlockingQueue<ILoggingEvent> queue = new LinkedBlockingQueue<>(QUEUE_SIZE);
    private final Semaphore flushed = new Semaphore(0);
    private final Queueing queueing = new Queueing(queue);
    private final LogsIngestionClient client;
    private final Thread uploader = new Thread(this::uploadAll, "sdk-uploader");

    AzureSdk(LoggerContext context, URI endpoint) {
        // Of the usual policies the one that tries again: plain HTTP needs no token, and no contestant pays for one.
        client = new LogsIngestionClientBuilder()
                .endpoint(endpoint.toString())
                .pipeline(new HttpPipelineBuilder()
                        .httpClient(new JdkHttpClientBuilder().build())
                        .policies(new RetryPolicy())
                        .build())
                .credential(request -> {
                    throw new IllegalStateException("only a policy of the pipeline asks for tokens");
                })
                .buildClient();
        uploader.setDaemon(true);
        uploader.start();
        queueing.setContext(context);
        queueing.start();
    }

    @Override
    public Appender<ILoggingEvent> appender() {
        return queueing;
    }

    @Override
    public boolean drain(long logged, Duration limit) throws InterruptedException {
        queue.put(FLUSH);
        return flushed.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public OptionalLong consumed() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        queueing.stop();
        try {
            long start = System.nanoTime();
            if (queue.offer(STOP, STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                uploader.join(Math.max(
                        1, STOP_LIMIT.minusNanos(System.nanoTime() - start).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        uploader.interrupt();
    }

    private void uploadAll() {
        List<ILoggingEvent> events = new ArrayList<>(BATCH_SIZE);
        try {
            while (!events.contains(STOP)) {
                events.clear();
                collect(events);
                upload(events);
                if (events.contains(FLUSH)) {
                    flushed.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes up to a full batch, in one go if possible, and waits for the rest no longer than the linger. */
    private void collect(List<ILoggingEvent> events) throws InterruptedException {
        ILoggingEvent next = queue.take();
        long deadline = System.nanoTime() + LINGER_NANOS;
        while (next != null) {
            events.add(next);
            queue.drainTo(events, BATCH_SIZE - events.size());
            if (events.size() >= BATCH_SIZE || isMark(events.get(events.size() - 1))) {
                return;
            }
            next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void upload(List<ILoggingEvent> events) {
        List<Object> rows = new ArrayList<>(events.size());
        for (ILoggingEvent event : events) {
            if (!isMark(event)) {
                rows.add(row(event));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        try {
            client.upload(Sink.RULE, Sink.STREAM, rows);
        } catch (RuntimeException e) {
            // The sink's count shows the loss; this says why.
            System.err.println("upload failed: " + e);
        }
    }

    private static Map<String, Object> row(ILoggingEvent event) {
        Map<String, String> mdc = event.getMDCPropertyMap();
        Map<String, Object> row = new LinkedHashMap<>(16);
        row.put("TimeGenerated", event.getInstant().toString());
        row.put("Level", event.getLevel().toString());
        row.put("Logger", event.getLoggerName());
        row.put("Message", event.getFormattedMessage());
        row.put("TraceId", mdc.get("traceId"));
        row.put("SpanId", mdc.get("spanId"));
        row.put("AppName", "benchmark");
        row.put("AppInstance", "instance-1");
        row.put("Properties", mdc);
        return row;
    }

    // By identity: two events are never equal, but comparing them is not free.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isMark(ILoggingEvent event) {
        return event == FLUSH || event == STOP;
    }

    private static final class Queueing extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final BlockingQueue<ILoggingEvent> queue;

        private Queueing(BlockingQueue<ILoggingEvent> queue) {
            this.queue = queue;
        }

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            try {
                queue.put(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
