package io.github.azuremonitor.appender.common.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The result of reading settings: usable settings, faults, or the finding that nothing is configured. */
public sealed interface SettingsResult {

    /** What is doubtful but does not stop the appender; empty for {@link NotConfigured}. */
    List<SettingProblem> warnings();

    /** For people: one line, and for {@link Faulty} one more per problem. Shows no secret. */
    String describe();

    /**
     * All is well.
     *
     * @param settings what the appender needs
     * @param warnings what is doubtful
     */
    record Ready(AppenderSettings settings, List<SettingProblem> warnings) implements SettingsResult {
        /** Copies the list. */
        public Ready {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String describe() {
            return "Log events go to the stream " + settings.table().streamName() + " of "
                    + String.join(" or ", settings.pipeline().dcrImmutableIds()) + " at "
                    + settings.pipeline().endpoint() + ".";
        }
    }

    /**
     * At least one setting is wrong: the appender stays inert.
     *
     * @param problems every fault, unknown names first, then in documentation order; never empty
     * @param warnings what is doubtful
     * @param strict value of the setting {@code strict}: whether the faults are to be reported as errors
     */
    record Faulty(List<SettingProblem> problems, List<SettingProblem> warnings, boolean strict)
            implements SettingsResult {
        /** Copies the lists. */
        public Faulty {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }

        @Override
        public String describe() {
            return problems.stream()
                    .map(SettingProblem::toString)
                    .collect(Collectors.joining(
                            "\n  ", "Log events are not sent to Azure Monitor, " + count() + "\n  ", ""));
        }

        private String count() {
            int all = problems.size();
            long missing = problems.stream().filter(SettingProblem::isMissing).count();
            if (missing == 0) {
                return all == 1 ? "a setting is wrong:" : all + " settings are wrong:";
            }
            if (missing == all) {
                return all == 1 ? "a setting is missing:" : all + " settings are missing:";
            }
            return all + " settings are wrong or missing:";
        }
    }

    /**
     * No destination was given, as on a developer's machine: the appender stays inert, which is not a fault.
     *
     * @param notConfigured flat names of the required settings without a value; never empty
     */
    record NotConfigured(List<String> notConfigured) implements SettingsResult {
        /** Copies the list. */
        public NotConfigured {
            notConfigured = List.copyOf(notConfigured);
        }

        @Override
        public List<SettingProblem> warnings() {
            return List.of();
        }

        @Override
        public String describe() {
            return "Not configured, log events are not sent to Azure Monitor: no value for "
                    + String.join(", ", notConfigured) + ".";
        }
    }
}
