package io.github.azuremonitor.appender.common.routing;

import io.github.azuremonitor.appender.common.column.Cursor;
import io.github.azuremonitor.appender.common.column.SyntaxException;
import io.github.azuremonitor.appender.common.event.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final String SIGNS = "<>=!";

    /** None means the level itself. */
    private static final Set<String> COMPARISONS = Set.of("", "<", "<=", "=", ">=", ">");

    /** A pattern, a path or a mistake: no logger has such a name, unless it is quoted. */
    private static final Pattern NO_LOGGER = Pattern.compile(".*[*?|/:\\\\^\\[\\]{}].*|\\..*|.*\\.\\..*");

    private static final Pattern WILDCARD = Pattern.compile(".*[*?|].*");

    private final Cursor cursor;
    private final List<String> faults;
    private final List<Route> routes = new ArrayList<>();
    private boolean isFaulty;

    RouteParser(String text, List<String> faults) {
        this.cursor = new Cursor(text);
        this.faults = faults;
    }

    /** The rules without a fault; the others add to the list of faults. */
    List<Route> parse() {
        while (!cursor.isAtEnd()) {
            try {
                if (!cursor.isEntryOver()) {
                    routes.add(rule());
                }
            } catch (SyntaxException fault) {
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

    private Route rule() throws SyntaxException {
        var conditions = new ArrayList<Condition>();
        conditions.add(condition());
        while (!cursor.take(ARROW)) {
            int start = start();
            if (!word().equalsIgnoreCase("and")) {
                throw new SyntaxException(
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
            throw new SyntaxException(
                    start, "'" + cursor.rest(start) + "' is too much; rules are separated by ; or a new line");
        }
        return route;
    }

    private Condition condition() throws SyntaxException {
        int start = start();
        String kind = word();
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "level" -> new Condition.OfLevel(levels());
            case "logger" -> new Condition.BelowLogger(logger());
            case "marker" -> new Condition.WithMarker(marker());
            case "" ->
                throw new SyntaxException(
                        start, "here a condition is missing, such as level < INFO, logger com.acme or marker AUDIT");
            default ->
                throw new SyntaxException(
                        start, "'" + kind + "' is no condition; write level < INFO, logger com.acme or marker AUDIT");
        };
    }

    private Set<Severity> levels() throws SyntaxException {
        int start = start();
        String sign = cursor.all(SIGNS);
        if (!COMPARISONS.contains(sign)) {
            throw new SyntaxException(start, "'" + sign + "' is no comparison; write <, <=, =, >= or >");
        }
        boolean below = sign.startsWith("<");
        boolean above = sign.startsWith(">");
        boolean itself = sign.isEmpty() || sign.endsWith("=");
        Severity level = level();
        Set<Severity> levels = EnumSet.noneOf(Severity.class);
        for (Severity each : Severity.values()) {
            int order = each.compareTo(level);
            if ((order < 0 && below) || (order > 0 && above) || (order == 0 && itself)) {
                levels.add(each);
            }
        }
        if (levels.isEmpty()) {
            throw new SyntaxException(start, "no level is " + (below ? "below " : "above ") + level);
        }
        return Collections.unmodifiableSet(levels);
    }

    private Severity level() throws SyntaxException {
        int start = start();
        String word = word();
        Severity level = Severity.named(word);
        if (level == null) {
            throw new SyntaxException(
                    start,
                    (word.isEmpty() ? "here a level is missing" : "'" + word + "' is not a level")
                            + "; levels are TRACE, DEBUG, INFO, WARN, ERROR, FATAL");
        }
        return level;
    }

    private String logger() throws SyntaxException {
        int start = start();
        boolean quoted = cursor.isAtQuote();
        String name = name("logger com.acme");
        if (name.endsWith("*") || name.endsWith(".")) {
            String plain = name.replaceAll("[.*]+$", "");
            throw new SyntaxException(
                    start,
                    "'" + name + "' has no name of a logger; write " + (plain.isEmpty() ? "com.acme" : plain)
                            + ", which takes the loggers below it too");
        }
        if (!quoted && NO_LOGGER.matcher(name).matches()) {
            throw new SyntaxException(
                    start,
                    "'" + name + "' is no name of a logger, and no logger would fit; write com.acme for example, or in"
                            + " quotes what is called so");
        }
        return name;
    }

    private String marker() throws SyntaxException {
        int start = start();
        boolean quoted = cursor.isAtQuote();
        String name = name("marker AUDIT");
        if (!quoted && WILDCARD.matcher(name).matches()) {
            throw new SyntaxException(
                    start,
                    "'" + name + "' stands for itself, markers have no wildcards; write it in quotes if a marker is"
                            + " called so");
        }
        return name;
    }

    private String name(String example) throws SyntaxException {
        int start = start();
        boolean quoted = cursor.isAtQuote();
        String name = quoted ? cursor.quoted() : word();
        if (name.isEmpty() || (!quoted && name.equals(ARROW))) {
            throw new SyntaxException(start, "here a name is missing, as in " + example);
        }
        return name;
    }

    private int start() {
        cursor.skipBlanks();
        return cursor.position();
    }

    /** The next word, which may be an arrow that should not be there yet. */
    private String word() throws SyntaxException {
        int start = start();
        String word = cursor.word(DELIMITERS);
        if (!word.endsWith("-") || !cursor.take('>')) {
            return word;
        }
        if (word.equals("-")) {
            return ARROW;
        }
        int arrow = word.length() - 1;
        throw new SyntaxException(
                start + arrow, "here a blank is missing; write " + word.substring(0, arrow) + " " + ARROW);
    }
}
