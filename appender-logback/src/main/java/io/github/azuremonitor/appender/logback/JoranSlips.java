package io.github.azuremonitor.appender.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Slips;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Logback could not read within an appender's element. It says so in a status and goes on: without columns that
 * redact, or a filter, whose names were misspelt. Logback builds one appender after the other, each from {@link
 * #begin} to its start.
 */
final class JoranSlips {
    private static final Pattern IGNORED = Pattern.compile("Ignoring unknown property \\[(.*?)] in \\[(.*)]");
    /** Logback says so of a text whose braces do not pair, and takes the text as it stands. */
    private static final Pattern UNPARSED = Pattern.compile("Problem while parsing \\[(.*)]", Pattern.DOTALL);

    private static final List<String> KNOWN = List.of("column", "route", "filter");

    /** Of Logback's own appenders; people leave them there, and they do no harm. */
    private static final Pattern FORMAT = Pattern.compile("encoder|layout");

    private final @Nullable Context context;
    private final int before;

    private JoranSlips(@Nullable Context context, int before) {
        this.context = context;
        this.before = before;
    }

    /** Nothing was read. */
    static JoranSlips none() {
        return new JoranSlips(null, 0);
    }

    /** From here on statuses may be about this appender. */
    static JoranSlips begin(@Nullable Context context) {
        return context == null || context.getStatusManager() == null
                ? none()
                : new JoranSlips(context, context.getStatusManager().getCount());
    }

    /**
     * What was wrong until now.
     *
     * @param settings texts of the settings, which say by themselves what is wrong with them
     */
    List<Problem> found(Collection<String> settings) {
        var slips = new ArrayList<Problem>();
        if (context != null) {
            List<Status> kept = context.getStatusManager().getCopyOfStatusList();
            int since = Math.max(0, context.getStatusManager().getCount() - before);
            for (Status status : kept.subList(Math.max(0, kept.size() - since), kept.size())) {
                add(status, settings, slips);
            }
        }
        return slips;
    }

    private static void add(Status status, Collection<String> settings, List<Problem> slips) {
        Object origin = status.getOrigin();
        if (origin == null || status.getLevel() < Status.WARN) {
            return;
        }
        String message = String.valueOf(status.getMessage());
        if (origin.getClass().getName().equals("ch.qos.logback.core.joran.util.PropertySetter")) {
            // A word that a filter's property does not have, such as DENNY: the filter stays without.
            slips.add(unreadable(message));
        } else if (origin.getClass().getName().startsWith("ch.qos.logback.core.model.")) {
            addOfModel(status, message, settings, slips);
        }
    }

    private static void addOfModel(Status status, String message, Collection<String> settings, List<Problem> slips) {
        Matcher ignored = IGNORED.matcher(message);
        Matcher unparsed = UNPARSED.matcher(message);
        if (!ignored.matches()) {
            boolean ofSetting =
                    unparsed.matches() && settings.contains(unparsed.group(1).strip());
            if (status.getLevel() == Status.ERROR && !ofSetting) {
                slips.add(unreadable(message));
            }
        } else if (!ignored.group(2).equals(AzureMonitorAppender.class.getName())) {
            slips.add(new Problem("element <" + ignored.group(1) + ">", null, "is unknown in " + ignored.group(2)));
        } else if (!FORMAT.matcher(ignored.group(1)).matches()) {
            slips.add(Slips.element(ignored.group(1), KNOWN));
        }
    }

    private static Problem unreadable(String message) {
        return new Problem("appender", null, "Logback cannot read a part of it: " + message);
    }
}
