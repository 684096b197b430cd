package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.event.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as Java prints it, or with its innermost cause first, up to a number of characters. Runs the throwable's
 * own methods, which may throw or answer null.
 */
final class StackTraceText {
    private static final StackTraceElement[] NO_FRAMES = {};
    private static final Throwable[] NONE = {};

    /** Deeper causes are taken for endless. */
    private static final int MAX_CAUSES = 100;

    private final int maxChars;
    private final Finish.Trace style;
    private final StringBuilder out = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private StackTraceText(int maxChars, Finish.Trace style) {
        this.maxChars = maxChars;
        this.style = style;
    }

    static String of(Throwable thrown, int maxChars, Finish.Trace style) {
        var text = new StackTraceText(maxChars, style);
        if (style.rootFirst()) {
            text.printRootFirst(thrown);
        } else {
            text.print(thrown, null, "", "");
        }
        return text.out.toString();
    }

    /** The innermost cause, or {@code thrown} itself. */
    static Throwable rootCause(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        return chain.get(chain.size() - 1);
    }

    /** The throwable's message, cut as every text is at the log call, or null without one. */
    static @Nullable String message(Throwable thrown) {
        try {
            String message = thrown.getLocalizedMessage();
            return message == null ? null : Values.cut(message);
        } catch (Throwable e) {
            Values.passOn(e);
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
        StackTraceElement[] frames = part(thrown::getStackTrace, NO_FRAMES);
        int common = enclosing == null ? 0 : framesInCommon(frames, enclosing);
        printFrames(frames, common, indent);
        printSuppressed(thrown, frames, indent);
        Throwable cause = cause(thrown);
        if (cause != null && hasRoom()) {
            print(cause, frames, "Caused by: ", indent);
        }
    }

    /** From the innermost cause outwards; frames that a cause shares with the throwable around it are printed there. */
    private void printRootFirst(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        seen.addAll(chain);
        for (int i = chain.size() - 1; i >= 0 && hasRoom(); i--) {
            Throwable link = chain.get(i);
            StackTraceElement[] frames = part(link::getStackTrace, NO_FRAMES);
            int common = i == 0 ? 0 : framesInCommon(frames, part(chain.get(i - 1)::getStackTrace, NO_FRAMES));
            out.append(i == chain.size() - 1 ? "" : "Wrapped by: ")
                    .append(title(link))
                    .append('\n');
            printFrames(frames, common, "");
            printSuppressed(link, frames, "");
        }
    }

    private void printFrames(StackTraceElement[] frames, int common, String indent) {
        int hidden = 0;
        for (int i = 0; i < frames.length - common && hasRoom(); i++) {
            if (isHidden(frames[i])) {
                hidden++;
            } else {
                count(hidden, " hidden", indent);
                hidden = 0;
                out.append(indent).append("\tat ").append(frames[i]).append('\n');
            }
        }
        count(hidden, " hidden", indent);
        count(common, " more", indent);
    }

    private void count(int frames, String what, String indent) {
        if (frames > 0) {
            out.append(indent).append("\t... ").append(frames).append(what).append('\n');
        }
    }

    private boolean isHidden(StackTraceElement frame) {
        for (String beginning : style.hidden()) {
            if (frame.getClassName().startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private void printSuppressed(Throwable thrown, StackTraceElement[] frames, String indent) {
        for (Throwable suppressed : part(thrown::getSuppressed, NONE)) {
            if (hasRoom()) {
                print(suppressed, frames, "Suppressed: ", indent + "\t");
            }
        }
    }

    /** The throwable and its causes up to the innermost, or to where they begin anew. */
    private static List<Throwable> chain(Throwable thrown) {
        var chain = new ArrayList<Throwable>();
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable link = thrown;
                link != null && chain.size() < MAX_CAUSES && known.add(link);
                link = cause(link)) {
            chain.add(link);
        }
        return chain;
    }

    /** What the throwable says of itself, which may be the application's code; {@code otherwise} if that fails. */
    private static <T> T part(Supplier<@Nullable T> ask, T otherwise) {
        try {
            T said = ask.get();
            return said == null ? otherwise : said;
        } catch (Throwable e) {
            Values.passOn(e);
            return otherwise;
        }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable e) {
            Values.passOn(e);
            return null;
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
