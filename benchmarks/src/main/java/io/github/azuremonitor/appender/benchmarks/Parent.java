package io.github.azuremonitor.appender.benchmarks;

import java.io.IOException;

/** Ties the life of a process of the harness to the one that has started it. */
final class Parent {
    private Parent() {}

    /** Ends this process as soon as its standard input does, which nobody writes to. */
    static void endWithIt() {
        Thread watch = new Thread(Parent::await, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void await() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is expected.
            }
        } catch (IOException e) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(1);
    }
}
