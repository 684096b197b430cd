package io.github.azuremonitor.appender.emulator.kql;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions: Azure's are RE2, ours Java's; what RE2 does not have is refused. */
final class Regexes {
    private static final Pattern NOT_RE2 =
            Pattern.compile("\\(\\?(?:[=!]|<[=!]|>)|\\\\[1-9]|\\\\k<|(?<!\\\\)[*+?}]\\+");

    private Regexes() {}

    static Pattern compile(int at, String regex) {
        if (NOT_RE2.matcher(regex).find()) {
            throw KqlException.semantic(
                    at, "The regular expression has a look-around, a back reference or a possessive quantifier");
        }
        try {
            return Pattern.compile(regex.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            throw KqlException.semantic(at, "The regular expression is wrong: " + e.getDescription());
        }
    }
}
