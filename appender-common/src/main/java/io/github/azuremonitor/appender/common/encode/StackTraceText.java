package io.github.azuremonitor.appender.common.encode;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as Java prints it, up to a number of characters. Runs the throwable's own {@code toString}, which may throw
 * or answer null.
 */
final class StackTraceText {
    private final int maxChars;
    private final StringBuilder out = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private StackTraceText(int maxChars) {
        this.maxChars = maxChars;
    }

    static String of(Throwable thrown, int maxChars) {
        var text = new StackTraceText(maxChars);
        text.print(thrown, null, "", "");
        return text.out.toString();
    }

    /** The throwable's message, or null without one. */
    static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getLocalizedMessage();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return "[getMessage() threw " + e.getClass().getName() + "]";
        }
    }

    private void print(Throwable thrown, StackTraceElement @Nullable [] enclosing, String caption, String indent) {
        if (!seen.add(thrown)) {
            out.append(indent)
                    .append(caption)
                    .append("[circular: ")
                    .append(title(thrown))
                    .append("]\n");
            return;
        }
        out.append(indent).append(caption).append(title(thrown)).append('\n');
        StackTraceElement[] frames = thrown.getStackTrace();
        int common = enclosing == null ? 0 : framesInCommon(frames, enclosing);
        for (int i = 0; i < frames.length - common && hasRoom(); i++) {
            out.append(indent).append("\tat ").append(frames[i]).append('\n');
        }
        if (common > 0) {
            out.append(indent).append("\t... ").append(common).append(" more\n");
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (hasRoom()) {
                print(suppressed, frames, "Suppressed: ", indent + "\t");
            }
        }
        Throwable cause = thrown.getCause();
        if (cause != null && hasRoom()) {
            print(cause, frames, "Caused by: ", indent);
        }
    }

    private boolean hasRoom() {
        return out.length() < maxChars;
    }

    private static String title(Throwable thrown) {
        String message = message(thrown);
        String name = thrown.getClass().getName();
        return message == null ? name : name + ": " + message;
    }

    private static int framesInCommon(StackTraceElement[] inner, StackTraceElement[] outer) {
        int common = 0;
        while (common < inner.length
                && common < outer.length
                && inner[inner.length - 1 - common].equals(outer[outer.length - 1 - common])) {
            common++;
        }
        return common;
    }
}
