package io.github.azuremonitor.appender.common.testing;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the pipeline's lines, each with its level in front. */
public class RecordingReporter implements Reporter {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void info(String message) {
        lines.add("INFO " + message);
    }

    @Override
    public void warn(String message) {
        lines.add("WARN " + message);
    }

    @Override
    public void error(String message) {
        lines.add("ERROR " + message);
    }

    public List<String> lines() {
        return lines;
    }
}
