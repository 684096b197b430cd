package io.github.azuremonitor.appender.emulator.kql;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.LongSupplier;

/** The door to the engine. */
public final class Kql {
    /** A query longer than this is refused. */
    public static final int LONGEST = 1_000_000;

    private Kql() {}

    /**
     * Reads a query and checks names and types; rows are read when the answer is.
     *
     * @param tables what it may read
     * @param now what {@code now()} gives
     * @param limit how long it may take, from now on
     * @param nanos the clock for that
     * @throws KqlException if it is wrong, or uses what is not supported here
     */
    public static KqlAnswer query(
            String text, Collection<? extends KqlTable> tables, Instant now, Duration limit, LongSupplier nanos) {
        if (text.length() > LONGEST) {
            throw KqlException.syntax(LONGEST, "A query has " + LONGEST + " characters at most");
        }
        try {
            Statement statement = new PipeParser(text).statement();
            Context context = new Context(tables, Moment.of(now), new Watch(nanos, limit), Dialect.QUERY);
            return new KqlAnswer(new PipeBinder(context).bind(statement).useAll());
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /** Thousands of operators in one expression end the stack: while it is read, or only when it is computed. */
    static KqlException tooDeep() {
        return KqlException.unsupported(0, "An expression of so many operators");
    }
}
