package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.report.Reporter;
import java.io.PrintWriter;

/** Prints the library's lines. */
public final class PrintReporter implements Reporter {
    private final PrintWriter out;

    /** @param out safe for any thread, as print writers are */
    public PrintReporter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void info(String message) {
        out.println(message);
    }

    @Override
    public void warn(String message) {
        out.println("warning: " + message);
    }

    @Override
    public void error(String message) {
        out.println("error: " + message);
    }
}
