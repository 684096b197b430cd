package io.github.azuremonitor.appender.benchmarks;

import io.github.azuremonitor.appender.benchmarks.Events.Shape;

/** The parts at full speed. */
enum Burst {
    ONE_THREAD(1, Shape.PLAIN, Metric.DRAINED_RATE, Metric.CPU),
    EIGHT_THREADS(8, Shape.PLAIN, Metric.DRAINED_RATE_8_THREADS, Metric.CPU_8_THREADS),
    SIXTY_FOUR_THREADS(64, Shape.PLAIN, Metric.DRAINED_RATE_64_THREADS, Metric.CPU_64_THREADS),
    TEN_KEYS(1, Shape.TEN_KEYS, Metric.DRAINED_RATE_TEN_KEYS, Metric.CPU_TEN_KEYS),
    TRACES(1, Shape.TRACES, Metric.DRAINED_RATE_TRACES, Metric.CPU_TRACES);

    private final int threads;
    private final Shape shape;
    private final Metric rate;
    private final Metric cpu;

    Burst(int threads, Shape shape, Metric rate, Metric cpu) {
        this.threads = threads;
        this.shape = shape;
        this.rate = rate;
        this.cpu = cpu;
    }

    int threads() {
        return threads;
    }

    Shape shape() {
        return shape;
    }

    Metric rate() {
        return rate;
    }

    Metric cpu() {
        return cpu;
    }
}
