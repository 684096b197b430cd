package io.github.azuremonitor.appender.compatibility;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Thousands of virtual threads log while the ring is full and nobody drains it. One that does not log has to get on all the
 * same, the flight recorder must not see a waiting one hold its carrier, and none may hold the memory that rows are written in.
 */
public final class VirtualThreadsProgram {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private VirtualThreadsProgram() {}

    /** Arguments: logback or log4j2, and the number of threads. Needs a JDK that has virtual threads. */
    public static void main(String[] arguments) throws Exception {
        BiConsumer<String, @Nullable Throwable> log = arguments[0].equals("logback") ? logback() : log4j2();
        int threads = Integer.parseInt(arguments[1]);
        // Classes are loaded before the recording: a class that is being initialised holds its carrier, whoever logs.
        log.accept("warm", new IllegalStateException("up"));
        runOnVirtualThread(() -> log.accept("warm too", null));
        AzureMonitorLogs.flush(PATIENCE);

        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            recording.start();
            fillTheRing(log, threads);
            print("pinned", recording);
            runOnVirtualThread(PinsOnPurpose::touch);
            print("pinned with one on purpose", recording);
        }
        for (PipelineStats stats : AzureMonitorLogs.stats()) {
            System.out.println("offered " + stats.offered());
            System.out.println("dropped " + stats.totalDropped());
        }
    }

    private static void fillTheRing(BiConsumer<String, @Nullable Throwable> log, int threads) throws Exception {
        var stopper = new StopsTheFlusher();
        log.accept("stop", stopper);
        stopper.stopped.await();
        var begun = new AtomicInteger();
        var done = new AtomicInteger();
        ExecutorService pool = virtualThreads();
        for (int i = 0; i < threads; i++) {
            int number = i;
            pool.execute(() -> {
                begun.incrementAndGet();
                log.accept("virtual " + number, null);
                done.incrementAndGet();
            });
        }
        // Behind all of them in the line for the only carrier: it runs once each of them is through or has let go.
        pool.submit(() -> System.out.println(
                        "bystander ran while " + (begun.get() - done.get()) + " of " + begun.get() + " waited"))
                .get();
        System.out.println("scratch memories " + instances("io.github.azuremonitor.appender.common.pipeline.LogCall"));
        stopper.goOn.countDown();
        finish(pool);
        System.out.println("logged " + done.get());
        System.out.println("flushed " + AzureMonitorLogs.flush(PATIENCE));
    }

    /** How many objects of that class, a loaded one, are alive. */
    private static long instances(String className) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 4 && words[3].equals(className))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + className + " in " + histogram));
    }

    private static void print(String what, Recording recording) throws IOException {
        Path file = Files.createTempFile("pinned", ".jfr");
        try {
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            System.out.println(what + ": " + events.size());
            events.forEach(System.out::println);
        } finally {
            Files.delete(file);
        }
    }

    private static void runOnVirtualThread(Runnable task) throws Exception {
        ExecutorService pool = virtualThreads();
        pool.submit(task).get();
        finish(pool);
    }

    private static void finish(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("tasks are left");
        }
    }

    /** The bytecode is Java 17's, which knows no virtual threads. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** Only one of the frameworks is on the class path. */
    private static BiConsumer<String, @Nullable Throwable> logback() {
        org.slf4j.Logger log = LoggerFactory.getLogger("com.example.Virtual");
        return log::info;
    }

    private static BiConsumer<String, @Nullable Throwable> log4j2() {
        org.apache.logging.log4j.Logger log = LogManager.getLogger("com.example.Virtual");
        return log::info;
    }

    /** The flusher writes the text of a throwable; of this one it gets none until it may go on. */
    private static final class StopsTheFlusher extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient CountDownLatch stopped = new CountDownLatch(1);
        private final transient CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public String getMessage() {
            if (Thread.currentThread().getName().endsWith("-flusher")) {
                stopped.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException goOnThen) {
                    Thread.currentThread().interrupt();
                }
            }
            return "stop";
        }
    }

    /** Shows that the recording sees what it is to see. */
    private static final class PinsOnPurpose {
        static {
            LockSupport.parkNanos(1_000_000);
        }

        static void touch() {}
    }
}
