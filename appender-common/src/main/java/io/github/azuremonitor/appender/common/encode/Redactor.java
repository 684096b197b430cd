package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.column.Finish;
import io.github.azuremonitor.appender.common.event.Structure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts other texts in the place of what must not be shipped. Expressions may take exponentially long on an unlucky text,
 * and the only flusher must not: each value has a number of steps, and is not shipped at all when they are used up.
 */
final class Redactor {
    /** What stands in the place of a value that could not be searched to its end. */
    static final String GAVE_UP = "[redaction gave up]";

    /** An expression that also finds nothing, such as {@code x*}, puts its replacement everywhere. */
    private static final int MAX_CHARS = 256 * 1024;

    private final List<Rule> rules;
    private final String column;
    private final Remarks remarks;

    Redactor(List<Finish.Redaction> redactions, String column, Remarks remarks) {
        this.rules = redactions.stream()
                .map(redaction -> new Rule(Pattern.compile(redaction.regex()), redaction.replacement()))
                .toList();
        this.column = column;
        this.remarks = remarks;
    }

    /** The value itself if nothing is found in its text. */
    Object redacted(Object value) {
        if (rules.isEmpty() || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Structure structure) {
            return structure.map(this::redacted);
        }
        String text = value.toString();
        String redacted = text(text);
        return redacted.equals(text) ? value : redacted;
    }

    String text(String text) {
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

    private record Rule(Pattern pattern, String replacement) {
        String apply(String text) {
            Matcher matcher = pattern.matcher(SteppedText.of(text));
            if (!matcher.find()) {
                return text;
            }
            var redacted = new StringBuilder(text.length());
            int copied = 0;
            do {
                redacted.append(text, copied, matcher.start()).append(replacement);
                copied = matcher.end();
                if (redacted.length() > MAX_CHARS) {
                    throw new SteppedText.TooManySteps();
                }
            } while (matcher.find());
            return redacted.append(text, copied, text.length()).toString();
        }
    }
}
