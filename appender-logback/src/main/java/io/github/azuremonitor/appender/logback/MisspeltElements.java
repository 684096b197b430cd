package io.github.azuremonitor.appender.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.Status;
import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parts of an appender's element that Logback could not read. It says so in a status and continues, for example without
 * redacting columns or a filter whose names are misspelt. Logback builds one appender after the other, each from
 * {@link #begin} to its start.
 */
final class MisspeltElements {
    private static final Pattern IGNORED = Pattern.compile("Ignoring unknown property \\[(.*?)] in \\[(.*)]");
    /** Logback reports this for a text with unbalanced braces, and uses the text unchanged. */
    private static final Pattern UNPARSED = Pattern.compile("Problem while parsing \\[(.*)]", Pattern.DOTALL);

    private static final List<String> KNOWN = List.of("column", "route", "filter");

    /** Elements of Logback's own appenders; people leave them there, and they do no harm. */
    private static final Pattern FORMAT = Pattern.compile("encoder|layout");

    private final @Nullable Context context;
    private final int before;

    private MisspeltElements(@Nullable Context context, int before) {
        this.context = context;
        this.before = before;
    }

    /** Nothing was read. */
    static MisspeltElements none() {
        return new MisspeltElements(null, 0);
    }

    /** From now on statuses may be about this appender. */
    static MisspeltElements begin(@Nullable Context context) {
        return context == null || context.getStatusManager() == null
                ? none()
                : new MisspeltElements(context, context.getStatusManager().getCount());
    }

    /**
     * What has been wrong so far.
     *
     * @param settings texts of the settings, whose faults are reported when they are read
     */
    List<SettingProblem> found(Collection<String> settings) {
        var slips = new ArrayList<SettingProblem>();
        if (context != null) {
            List<Status> kept = context.getStatusManager().getCopyOfStatusList();
            int since = Math.max(0, context.getStatusManager().getCount() - before);
            for (Status status : kept.subList(Math.max(0, kept.size() - since), kept.size())) {
                add(status, settings, slips);
            }
        }
        return slips;
    }

    private static void add(Status status, Collection<String> settings, List<SettingProblem> slips) {
        Object origin = status.getOrigin();
        if (origin == null || status.getLevel() < Status.WARN) {
            return;
        }
        String message = String.valueOf(status.getMessage());
        if (origin.getClass().getName().equals("ch.qos.logback.core.joran.util.PropertySetter")) {
            // A value that a filter's property does not accept, such as DENNY: the filter keeps its default.
            slips.add(unreadable(message));
        } else if (origin.getClass().getName().startsWith("ch.qos.logback.core.model.")) {
            addOfModel(status, message, settings, slips);
        }
    }

    private static void addOfModel(
            Status status, String message, Collection<String> settings, List<SettingProblem> slips) {
        Matcher ignored = IGNORED.matcher(message);
        Matcher unparsed = UNPARSED.matcher(message);
        if (!ignored.matches()) {
            boolean ofSetting =
                    unparsed.matches() && settings.contains(unparsed.group(1).strip());
            if (status.getLevel() == Status.ERROR && !ofSetting) {
                slips.add(unreadable(message));
            }
        } else if (!ignored.group(2).equals(AzureMonitorAppender.class.getName())) {
            slips.add(new SettingProblem(
                    "element <" + ignored.group(1) + ">", null, "is unknown in " + ignored.group(2)));
        } else if (!FORMAT.matcher(ignored.group(1)).matches()) {
            slips.add(MisspeltNames.element(ignored.group(1), KNOWN));
        }
    }

    private static SettingProblem unreadable(String message) {
        return new SettingProblem("appender", null, "Logback cannot read a part of it: " + message);
    }
}
