package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.column.Cursor;
import io.github.azuremonitor.appender.common.column.SyntaxException;
import io.github.azuremonitor.appender.common.text.StreamNames;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads what follows the arrow of a rule. */
final class TargetParser {
    private static final String DELIMITERS = "(),;%";
    private static final String NO_SHARE = "sample has its share in parentheses; write sample(10%) for example";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Cursor cursor;

    TargetParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The rule with that target. */
    Route route(List<Condition> conditions) throws SyntaxException {
        cursor.skipBlanks();
        int start = cursor.position();
        String word = cursor.word(DELIMITERS);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" ->
                throw new SyntaxException(
                        start, "here a target is missing: a stream such as Custom-Debug_CL, drop or sample(10%)");
            case "drop" -> new Route(conditions, 0, false, null);
            case "sample" -> {
                cursor.skipBlanks();
                int parenthesis = cursor.position();
                double share = share();
                boolean byTrace = byTrace(parenthesis);
                cursor.skipBlanks();
                int behind = cursor.position();
                String stream = cursor.isEntryOver() ? null : stream(cursor.word(DELIMITERS), behind);
                yield new Route(conditions, share, byTrace, stream);
            }
            default -> new Route(conditions, 1, false, stream(word, start));
        };
    }

    private static String stream(String name, int start) throws SyntaxException {
        String fault = StreamNames.fault(name);
        if (fault != null) {
            throw new SyntaxException(start, "'" + name + "' " + fault + "; other targets are drop and sample(10%)");
        }
        return name;
    }

    private double share() throws SyntaxException {
        int start = cursor.position();
        boolean open = cursor.take('(');
        String number = open ? cursor.word(DELIMITERS) : "";
        if (!NUMBER.matcher(number).matches() || !cursor.take('%')) {
            throw new SyntaxException(start, NO_SHARE);
        }
        var percent = new BigDecimal(number);
        if (percent.signum() == 0 || percent.compareTo(HUNDRED) >= 0) {
            throw new SyntaxException(
                    start, "a share is above 0% and below 100%; drop sends nothing, and a stream alone takes all");
        }
        return percent.doubleValue() / 100;
    }

    /** What stands between the share and the parenthesis that ends it. */
    private boolean byTrace(int parenthesis) throws SyntaxException {
        cursor.skipBlanks();
        int start = cursor.position();
        if (cursor.take(')')) {
            return false;
        }
        String by = cursor.word(DELIMITERS);
        if (by.isEmpty()) {
            throw new SyntaxException(parenthesis, NO_SHARE);
        }
        cursor.skipBlanks();
        String what = cursor.word(DELIMITERS);
        cursor.skipBlanks();
        if (!by.equalsIgnoreCase("by") || !what.equalsIgnoreCase("traceId") || !cursor.take(')')) {
            throw new SyntaxException(
                    start, "behind the share only by traceId may stand; write sample(10%) or sample(10% by traceId)");
        }
        return true;
    }
}
