package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.column.Cursor;
import io.github.azuremonitor.appender.common.column.SyntaxFault;
import io.github.azuremonitor.appender.common.settings.TableSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads what stands behind the arrow of a rule. */
final class TargetParser {
    private static final String DELIMITERS = "(),;%";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Cursor cursor;

    TargetParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The rule with that target. */
    Route route(List<Condition> conditions) throws SyntaxFault {
        cursor.skipBlanks();
        int start = cursor.position();
        String word = cursor.word(DELIMITERS);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" ->
                throw new SyntaxFault(
                        start, "here a target is missing: a stream such as Custom-Debug_CL, drop or sample(10%)");
            case "drop" -> new Route(conditions, 0, null);
            case "sample" -> {
                double share = share();
                cursor.skipBlanks();
                int behind = cursor.position();
                yield new Route(
                        conditions, share, cursor.isEntryOver() ? null : stream(cursor.word(DELIMITERS), behind));
            }
            default -> new Route(conditions, 1, stream(word, start));
        };
    }

    private static String stream(String name, int start) throws SyntaxFault {
        String fault = TableSettings.streamFault(name);
        if (fault != null) {
            throw new SyntaxFault(start, "'" + name + "' " + fault + "; other targets are drop and sample(10%)");
        }
        return name;
    }

    private double share() throws SyntaxFault {
        cursor.skipBlanks();
        int start = cursor.position();
        boolean open = cursor.take('(');
        String number = open ? cursor.word(DELIMITERS) : "";
        if (!NUMBER.matcher(number).matches() || !cursor.take('%') || !cursor.take(')')) {
            throw new SyntaxFault(start, "sample has its share in parentheses; write sample(10%) for example");
        }
        var percent = new BigDecimal(number);
        if (percent.signum() == 0 || percent.compareTo(HUNDRED) >= 0) {
            throw new SyntaxFault(
                    start, "a share is above 0% and below 100%; drop sends nothing, and a stream alone takes all");
        }
        return percent.doubleValue() / 100;
    }
}
