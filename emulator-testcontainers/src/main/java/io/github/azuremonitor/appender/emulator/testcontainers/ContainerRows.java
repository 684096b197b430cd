package io.github.azuremonitor.appender.emulator.testcontainers;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of a stream in the emulator, read when they are asked for. Immutable. */
public final class ContainerRows {
    private static final int PAGE = 10_000;
    private static final Pattern FOUND = Pattern.compile("\"found\":(\\d+)");
    private static final Pattern NEXT = Pattern.compile("\"next\":(\\d+)");

    private final UnaryOperator<String> get;
    private final String stream;
    private final String conditions;

    /** @param get answers a path of the emulator */
    ContainerRows(UnaryOperator<String> get, String stream) {
        this(get, stream, "");
    }

    private ContainerRows(UnaryOperator<String> get, String stream, String conditions) {
        this.get = get;
        this.stream = stream;
        this.conditions = conditions;
    }

    /**
     * The rows whose column has this value; letters' case does not matter, and an asterisk at the end stands for anything.
     *
     * @throws IllegalArgumentException if the value has a semicolon; {@code query} takes any
     */
    public ContainerRows where(String column, Object value) {
        String condition = column + ":" + value;
        if (condition.contains(";")) {
            throw new IllegalArgumentException("where cannot look for '" + value + "' with a semicolon; query(…) can");
        }
        return new ContainerRows(get, stream, conditions.isEmpty() ? condition : conditions + ";" + condition);
    }

    /** How many there are. */
    public long count() {
        long count = 0;
        long offset = 0;
        while (offset >= 0) {
            String page = page(offset);
            // Both stand in front of the rows, whose texts may look like them.
            String head = page.substring(0, Math.max(0, page.indexOf("\"rows\":[")));
            count += number(FOUND, head, 0);
            offset = number(NEXT, head, -1);
        }
        return count;
    }

    /** The newest 10,000 as JSON, newest first: {@code {"total":…,"found":…,"rows":[…]}}. */
    public String json() {
        return page(0);
    }

    private String page(long offset) {
        return get.apply("/rows?order=newest&stream=" + LogsIngestionEmulatorContainer.encoded(stream) + "&where="
                + LogsIngestionEmulatorContainer.encoded(conditions) + "&limit=" + PAGE + "&offset=" + offset);
    }

    private static long number(Pattern pattern, String text, long otherwise) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : otherwise;
    }
}
