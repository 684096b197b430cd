package io.github.azuremonitor.appender.common.testing;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the pipeline's lines, each with its level in front. */
public class RecordingReporter implements Reporter {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** So many lines are not taken, because the heap is full. */
    public int refused;

    @Override
    public void info(String message) {
        take("INFO " + message);
    }

    @Override
    public void warn(String message) {
        take("WARN " + message);
    }

    @Override
    public void error(String message) {
        take("ERROR " + message);
    }

    private void take(String line) {
        if (refused > 0) {
            refused--;
            throw new OutOfMemoryError("played");
        }
        lines.add(line);
    }

    public List<String> lines() {
        return lines;
    }
}
