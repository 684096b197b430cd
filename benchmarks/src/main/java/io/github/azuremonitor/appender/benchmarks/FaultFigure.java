package io.github.azuremonitor.appender.benchmarks;

/** What is measured of a contestant whose service fails for a while, each for every kind of failure. */
enum FaultFigure {
    /** Log calls made until the failure was over, in per cent of those due. */
    MADE,
    /** Of log calls during the failure, in microseconds, and the longest one in milliseconds. */
    P999,
    LONGEST,
    /** Events that had not arrived when the contestant had been stopped, and arrivals beyond the first. */
    LOST,
    TWICE,
    /** Megabytes more than before, on the heap after a collection and in direct buffers, at the end of the failure. */
    HELD,
    /** Seconds from the end of the failure to the last arrival, and those that the stop took after it. */
    DRAINED,
    STOP;

    Metric during(Part fault) {
        return Metric.valueOf(fault + "_" + this);
    }
}
