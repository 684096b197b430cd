package io.github.azuremonitor.appender.emulator;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a mistake on the command line: one line that names the option and the fix. */
final class Mistakes {
    private Mistakes() {}

    /** The exit code of a mistake is picocli's, 2. */
    static int tell(ParameterException mistake, String[] arguments) {
        var command = mistake.getCommandLine();
        command.getErr().println(line(command.getCommandName(), mistake));
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String line(String command, ParameterException mistake) {
        String text = mistake.getMessage() == null ? mistake.toString() : mistake.getMessage();
        String fix = "";
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            List<String> similar = unmatched.getSuggestions();
            fix = (similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?")
                    + " (--help lists all options)";
        }
        return command + ": " + (text + fix).replaceAll("\\s+", " ").strip();
    }
}
