package io.github.azuremonitor.appender.tools.check;

import java.io.PrintWriter;

/** Prints each step, and remembers whether one failed. */
final class Steps {
    private final PrintWriter out;
    private boolean failed;

    Steps(PrintWriter out) {
        this.out = out;
    }

    void ok(String step, String what) {
        print("ok", step, what);
    }

    void fail(String step, String what) {
        failed = true;
        print("FAIL", step, what);
    }

    /** Neither right nor wrong. */
    void note(String step, String what) {
        print("-", step, what);
    }

    boolean isFailed() {
        return failed;
    }

    private void print(String verdict, String step, String what) {
        out.printf("%-5s%-14s %s%n", verdict, step + ":", what);
        out.flush();
    }
}
