package io.github.azuremonitor.appender.spring;

import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The property {@code excluded-loggers}: rules of the setting {@code routes} in front of the user's own. */
final class ExcludedLoggers {
    /** Excludes characters that no logger name has: they are meant as a pattern or a separator. */
    private static final Pattern LOGGER = Pattern.compile("[^\\s*;|\\[\\](){}?^\\\\]*[^\\s*;|\\[\\](){}?^\\\\.]");

    private ExcludedLoggers() {}

    static List<SettingProblem> faults(List<String> names) {
        var faults = new ArrayList<SettingProblem>();
        for (String name : names) {
            if (!LOGGER.matcher(name).matches()) {
                faults.add(new SettingProblem(
                        "excluded-loggers",
                        name,
                        "is no logger's name, and without it more would be sent; write a name, which stands for the loggers"
                                + " below it, too, and several with commas or as a list"));
            }
        }
        return faults;
    }

    /** The rules that drop what these loggers log, then the user's, which may be none. */
    static String routes(List<String> names, String own) {
        var rules = new ArrayList<String>();
        for (String name : names) {
            rules.add("logger \"" + name.replace("\"", "\"\"") + "\" -> drop");
        }
        if (!own.isEmpty()) {
            rules.add(own);
        }
        return String.join("\n", rules);
    }
}
