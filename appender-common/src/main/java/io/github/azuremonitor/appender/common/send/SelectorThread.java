package io.github.azuremonitor.appender.common.send;

import java.net.http.HttpClient;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that all connections of an {@code HttpClient} need. It ends with an OutOfMemoryError or an interrupt;
 * the client still accepts requests then, but they are never answered. Only the state of the thread shows it.
 */
final class SelectorThread {
    /** The client's number, which is in its thread's name too ({@code HttpClientImpl}, JDK 17 to 25). */
    private static final Pattern NUMBER = Pattern.compile("\\((\\d+)\\)$");

    private SelectorThread() {}

    /** The thread of a client that was just built, or null where it cannot be found. */
    static @Nullable Thread of(HttpClient client) {
        Matcher number = NUMBER.matcher(client.toString());
        if (!number.find()) {
            return null;
        }
        String name = "HttpClient-" + number.group(1) + "-SelectorManager";
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = all; parent != null; parent = parent.getParent()) {
            all = parent;
        }
        Thread[] threads = new Thread[all.activeCount() + 16];
        int count = all.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals(name)) {
                return threads[i];
            }
        }
        return null;
    }
}
