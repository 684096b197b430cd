package io.github.azuremonitor.appender.common.settings;

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
 * Names that nobody reads, because they are spelt otherwise. That is more than a nuisance where a setting limits what is
 * sent: without it more is sent than somebody wanted.
 */
public final class Slips {
    /** Without them, or with their defaults, rows hold more or there are more of them. */
    private static final Set<Setting> LIMITS =
            EnumSet.of(Setting.COLUMNS, Setting.PROPERTIES, Setting.ROUTES, Setting.THRESHOLD);

    private static final String PREFIX = "AZURE_MONITOR_LOGS_";

    /** What the Spring Boot starter knows beside the settings, without separators. */
    private static final List<String> OF_SPRING =
            List.of("enabled", "excludedloggers", "credentialbean", "verbose", "health");

    /** Those of them without which more is sent, as variables. */
    private static final List<String> LIMITS_OF_SPRING = List.of("ENABLED", "EXCLUDED_LOGGERS");

    private final List<Problem> faults;
    private final List<Problem> warnings;

    private Slips(List<Problem> faults, List<Problem> warnings) {
        this.faults = List.copyOf(faults);
        this.warnings = List.copyOf(warnings);
    }

    /** Whether more is sent where the setting is lacking. */
    static boolean limitsWhatIsSent(Setting setting) {
        return LIMITS.contains(setting);
    }

    /**
     * An element of a configuration file that nobody reads.
     *
     * @param others elements that are there and no settings
     */
    public static Problem element(String name, Collection<String> others) {
        String instead = FamiliarWords.instead(name);
        if (instead == null) {
            Stream<String> settings = Arrays.stream(Setting.values()).map(Setting::flatName);
            String nearest =
                    Names.nearest(name, Stream.concat(settings, others.stream()).toList());
            instead = "there is no such element here, and without what it was meant to say more might be sent"
                    + (nearest == null ? "; remove it" : "; did you mean " + nearest + "?");
        }
        return new Problem("element <" + name + ">", null, instead);
    }

    /**
     * Those among the names of environment variables; their values are not looked at.
     *
     * @param given flat names of settings that have a value of their own, whatever the environment says
     */
    public static Slips among(Collection<String> variables, Set<String> given) {
        var faults = new ArrayList<Problem>();
        var warnings = new ArrayList<Problem>();
        for (String name : new TreeSet<>(variables)) {
            if (name.startsWith(PREFIX) && !isRead(name)) {
                String meant = nearest(name);
                String instead = meant == null ? "; remove it" : "; did you mean " + PREFIX + meant + "?";
                boolean fault = meant != null && limits(meant, given);
                (fault ? faults : warnings)
                        .add(new Problem(name, null, "no setting is read from a variable of this name" + instead));
            }
        }
        return new Slips(faults, warnings);
    }

    /** Whether a setting is read from it, or Spring takes it, which counts the entries of lists. */
    private static boolean isRead(String variable) {
        String name = Names.plain(variable.substring(PREFIX.length()));
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
        Stream<String> settings = Arrays.stream(Setting.values()).map(Setting::name);
        return Names.nearest(
                variable.substring(PREFIX.length()),
                Stream.concat(settings, LIMITS_OF_SPRING.stream()).toList());
    }

    /** What stops the shipping. */
    public List<Problem> faults() {
        return faults;
    }

    /** What is only told. */
    public List<Problem> warnings() {
        return warnings;
    }
}
