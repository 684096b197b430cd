package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.column.Cursor;
import io.github.azuremonitor.appender.common.column.SyntaxFault;
import io.github.azuremonitor.appender.common.event.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the setting {@code routes}: rules separated by semicolons or new lines.
 *
 * <pre>
 * rule       = condition { "and" condition } "->" target
 * condition  = "level" [ comparison ] level | "logger" name | "marker" name
 * comparison = "<" | "<=" | "=" | ">=" | ">"
 * target     = stream | "drop" | "sample" "(" number "%" ")" [ stream ]
 * </pre>
 */
final class RouteParser {
    private static final String DELIMITERS = "<>=(),;\"'";

    private static final String ARROW = "->";

    private final Cursor cursor;
    private final List<String> faults;
    private final List<Route> routes = new ArrayList<>();
    private boolean isFaulty;

    RouteParser(String text, List<String> faults) {
        this.cursor = new Cursor(text);
        this.faults = faults;
    }

    /** The rules without a fault; the others are told to the list of faults. */
    List<Route> parse() {
        while (!cursor.isAtEnd()) {
            try {
                if (!cursor.isEntryOver()) {
                    routes.add(rule());
                }
            } catch (SyntaxFault fault) {
                isFaulty = true;
                faults.add(cursor.place(fault.position()) + ": " + fault.sentence());
            }
            cursor.nextEntry();
        }
        if (routes.isEmpty() && !isFaulty) {
            faults.add("has no rule; write level < INFO -> Custom-Debug_CL for example");
        }
        return routes;
    }

    private Route rule() throws SyntaxFault {
        var conditions = new ArrayList<Condition>();
        conditions.add(condition());
        while (!cursor.take(ARROW)) {
            int start = start();
            if (!word().equalsIgnoreCase("and")) {
                throw new SyntaxFault(
                        start,
                        cursor.rest(start).isEmpty()
                                ? "here -> and a target are missing"
                                : "'" + cursor.rest(start) + "' is neither and with another condition, nor -> with a"
                                        + " target");
            }
            cursor.skipLines();
            conditions.add(condition());
        }
        cursor.skipLines();
        Route route = new TargetParser(cursor).route(conditions);
        if (!cursor.isEntryOver()) {
            int start = start();
            throw new SyntaxFault(
                    start, "'" + cursor.rest(start) + "' is too much; rules are separated by ; or a new line");
        }
        return route;
    }

    private Condition condition() throws SyntaxFault {
        int start = start();
        String kind = word();
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "level" -> new Condition.OfLevel(levels());
            case "logger" -> new Condition.BelowLogger(logger());
            case "marker" -> new Condition.WithMarker(name("marker AUDIT"));
            case "" ->
                throw new SyntaxFault(
                        start, "here a condition is missing, such as level < INFO, logger com.acme or marker AUDIT");
            default ->
                throw new SyntaxFault(
                        start, "'" + kind + "' is no condition; write level < INFO, logger com.acme or marker AUDIT");
        };
    }

    private Set<Severity> levels() throws SyntaxFault {
        int start = start();
        // The longer ones first: they begin like the shorter ones.
        boolean orBelow = cursor.take("<=");
        boolean orAbove = !orBelow && cursor.take(">=");
        boolean below = orBelow || (!orAbove && cursor.take('<'));
        boolean above = orAbove || (!below && cursor.take('>'));
        boolean itself = orBelow || orAbove || (!below && !above);
        if (itself) {
            cursor.take('=');
        }
        Severity level = level();
        Set<Severity> levels = EnumSet.noneOf(Severity.class);
        for (Severity each : Severity.values()) {
            int order = each.compareTo(level);
            if ((order < 0 && below) || (order > 0 && above) || (order == 0 && itself)) {
                levels.add(each);
            }
        }
        if (levels.isEmpty()) {
            throw new SyntaxFault(start, "no level is " + (below ? "below " : "above ") + level);
        }
        return Collections.unmodifiableSet(levels);
    }

    private Severity level() throws SyntaxFault {
        int start = start();
        String word = word();
        Severity level = Severity.named(word);
        if (level == null) {
            throw new SyntaxFault(
                    start,
                    (word.isEmpty() ? "here a level is missing" : "'" + word + "' is not a level")
                            + "; levels are TRACE, DEBUG, INFO, WARN, ERROR, FATAL");
        }
        return level;
    }

    private String logger() throws SyntaxFault {
        int start = start();
        String name = name("logger com.acme");
        if (name.endsWith("*") || name.endsWith(".")) {
            String plain = name.replaceAll("[.*]+$", "");
            throw new SyntaxFault(
                    start,
                    "'" + name + "' has no name of a logger; write " + (plain.isEmpty() ? "com.acme" : plain)
                            + ", which takes the loggers below it too");
        }
        return name;
    }

    private String name(String example) throws SyntaxFault {
        int start = start();
        String name = cursor.isAtQuote() ? cursor.quoted() : word();
        if (name.isEmpty() || name.equals(ARROW)) {
            throw new SyntaxFault(start, "here a name is missing, as in " + example);
        }
        return name;
    }

    private int start() {
        cursor.skipBlanks();
        return cursor.position();
    }

    /** The next word, be it the arrow that should not be there yet. */
    private String word() throws SyntaxFault {
        int start = start();
        String word = cursor.word(DELIMITERS);
        if (!word.endsWith("-") || !cursor.take('>')) {
            return word;
        }
        if (word.equals("-")) {
            return ARROW;
        }
        int arrow = word.length() - 1;
        throw new SyntaxFault(
                start + arrow, "here a blank is missing; write " + word.substring(0, arrow) + " " + ARROW);
    }
}
