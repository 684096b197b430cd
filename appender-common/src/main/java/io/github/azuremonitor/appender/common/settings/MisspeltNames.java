package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names that are not read because they are misspelt. That is more than a nuisance if the setting limits what is sent:
 * without it more is sent than intended.
 */
public final class MisspeltNames {
    /** Without these, or with their defaults, rows hold more or there are more of them. */
    private static final Set<Setting> LIMITS =
            EnumSet.of(Setting.COLUMNS, Setting.PROPERTIES, Setting.ROUTES, Setting.THRESHOLD);

    private static final String PREFIX = "AZURE_MONITOR_LOGS_";

    /** Properties of the Spring Boot starter besides the settings, without separators. */
    private static final List<String> OF_SPRING =
            List.of("enabled", "excludedloggers", "credentialbean", "verbose", "health");

    /** Those of them that limit what is sent, as variables. */
    private static final List<String> LIMITS_OF_SPRING = List.of("ENABLED", "EXCLUDED_LOGGERS");

    private final List<SettingProblem> faults;
    private final List<SettingProblem> warnings;

    private MisspeltNames(List<SettingProblem> faults, List<SettingProblem> warnings) {
        this.faults = List.copyOf(faults);
        this.warnings = List.copyOf(warnings);
    }

    /** Whether more is sent if the setting is missing. */
    static boolean limitsWhatIsSent(Setting setting) {
        return LIMITS.contains(setting);
    }

    /**
     * An element of a configuration file that is not read.
     *
     * @param others elements that exist besides the settings
     */
    public static SettingProblem element(String name, Collection<String> others) {
        String instead = UnknownNames.instead(name);
        if (instead == null) {
            Stream<String> settings = Arrays.stream(Setting.values()).map(Setting::flatName);
            String nearest = NameMatch.nearest(
                    name, Stream.concat(settings, others.stream()).toList());
            instead = "there is no such element here, and without what it was meant to say more might be sent"
                    + (nearest == null ? "; remove it" : "; did you mean " + nearest + "?");
        }
        return new SettingProblem("element <" + name + ">", null, instead);
    }

    /** An element of a configuration file without content; an empty variable counts as content. */
    public static SettingProblem empty(String name) {
        return new SettingProblem(
                "element <" + name + ">",
                null,
                "is empty, and without what it was meant to say more might be sent; write a value or remove it");
    }

    /** Whether more is sent without the setting of that name. */
    public static boolean limitsWhatIsSent(String name) {
        for (Setting setting : LIMITS) {
            if (setting.flatName().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds them among the names of environment variables; the values are not read.
     *
     * @param given flat names of settings that have a value of their own, whatever the environment says
     */
    public static MisspeltNames among(Collection<String> variables, Set<String> given) {
        var faults = new ArrayList<SettingProblem>();
        var warnings = new ArrayList<SettingProblem>();
        for (String name : new TreeSet<>(variables)) {
            boolean ours = name.startsWith(PREFIX);
            String meant = ours ? nearest(name) : meantWithOtherPrefix(name, given);
            if (ours ? !isRead(name) : meant != null) {
                String instead = meant == null ? "; remove it" : "; did you mean " + PREFIX + meant + "?";
                boolean fault = meant != null && limits(meant, given);
                (fault ? faults : warnings)
                        .add(new SettingProblem(
                                name, null, "no setting is read from a variable of this name" + instead));
            }
        }
        return new MisspeltNames(faults, warnings);
    }

    /** Whether a setting is read from it, or Spring reads it, which numbers the entries of lists. */
    private static boolean isRead(String variable) {
        String name = NameMatch.plain(variable.substring(PREFIX.length()));
        return OF_SPRING.stream().anyMatch(name::startsWith)
                || Arrays.stream(Setting.values())
                        .flatMap(setting -> setting.environmentNames().stream())
                        .anyMatch(read -> variable.matches(Pattern.quote(read) + "(_\\d.*)?"));
    }

    private static boolean limits(String meant, Set<String> given) {
        if (LIMITS_OF_SPRING.contains(meant)) {
            return true;
        }
        Setting setting = Setting.valueOf(meant);
        return limitsWhatIsSent(setting) && !given.contains(setting.flatName());
    }

    private static @Nullable String nearest(String variable) {
        return NameMatch.nearest(variable.substring(PREFIX.length()), names());
    }

    /**
     * A property of the Spring Boot starter with a misspelt prefix, such as {@code azure.monitor.log.columns}, without
     * which more is sent.
     *
     * @param given flat names of settings that have a value of their own
     * @return null if the name is not such a slip
     */
    public static @Nullable SettingProblem property(String name, Set<String> given) {
        String meant = meantWithOtherPrefix(name, given);
        if (meant == null || !limits(meant, given)) {
            return null;
        }
        String property = EnumParser.kebab(meant);
        return new SettingProblem(
                name,
                null,
                "no setting is read from a property of this name; did you mean azure.monitor.logs." + property + "?");
    }

    private static @Nullable String meantWithOtherPrefix(String name, Set<String> given) {
        if (!MisspeltPrefix.mayBegin(name)) {
            return null;
        }
        String meant = MisspeltPrefix.meant(name, names());
        boolean hasValue = meant != null
                && !LIMITS_OF_SPRING.contains(meant)
                && given.contains(Setting.valueOf(meant).flatName());
        return hasValue ? null : meant;
    }

    private static List<String> names() {
        var names = new ArrayList<String>();
        for (Setting setting : Setting.values()) {
            names.add(setting.name());
        }
        names.addAll(LIMITS_OF_SPRING);
        return names;
    }

    /** What stops the shipping. */
    public List<SettingProblem> faults() {
        return faults;
    }

    /** What is only reported. */
    public List<SettingProblem> warnings() {
        return warnings;
    }
}
