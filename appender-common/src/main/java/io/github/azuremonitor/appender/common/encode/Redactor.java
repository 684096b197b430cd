package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.column.PseudonymKey;
import io.github.azuremonitor.appender.common.event.Structure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what must not be shipped. An expression may take exponentially long on an unlucky text, which must not hold up
 * the pipeline: each value gets a limited number of steps, and is not shipped at all when they are used up.
 */
final class Redactor {
    /** What stands in the place of a value that could not be searched to its end. */
    static final String GAVE_UP = "[redaction gave up]";

    /** An expression that also finds nothing, such as {@code x*}, puts its replacement everywhere. */
    private static final int MAX_CHARS = 256 * 1024;

    private final List<Rule> rules;
    private final boolean makesPseudonyms;
    private final String column;

    Redactor(List<Finish.Redaction> redactions, String column) {
        this.rules = redactions.stream()
                .map(redaction ->
                        new Rule(Pattern.compile(redaction.regex()), redaction.replacement(), redaction.key()))
                .toList();
        this.makesPseudonyms = rules.stream().anyMatch(rule -> rule.key() != null);
        this.column = column;
    }

    /** The value itself if nothing is found in its text. */
    Object redacted(Object value, Remarks remarks) {
        if (rules.isEmpty() || (value instanceof Boolean && !makesPseudonyms)) {
            return value;
        }
        if (value instanceof Structure structure) {
            return structure.map(part -> redacted(part, remarks));
        }
        String text = value.toString();
        String redacted = text(text, remarks);
        return redacted.equals(text) ? value : redacted;
    }

    String text(String text, Remarks remarks) {
        String redacted = text;
        try {
            for (Rule rule : rules) {
                redacted = rule.apply(redacted);
            }
            return redacted;
        } catch (SteppedText.TooManySteps | StackOverflowError tooMuch) {
            remarks.redactionGaveUp(column);
            return GAVE_UP;
        }
    }

    private record Rule(
            Pattern pattern, String replacement, @Nullable PseudonymKey key) {
        String apply(String text) {
            Matcher matcher = pattern.matcher(SteppedText.of(text));
            if (!matcher.find()) {
                return text;
            }
            var redacted = new StringBuilder(text.length());
            int copied = 0;
            do {
                redacted.append(text, copied, matcher.start())
                        .append(key == null ? replacement : key.pseudonym(matcher.group()));
                copied = matcher.end();
                if (redacted.length() > MAX_CHARS) {
                    throw new SteppedText.TooManySteps();
                }
            } while (matcher.find());
            return redacted.append(text, copied, text.length()).toString();
        }
    }
}
