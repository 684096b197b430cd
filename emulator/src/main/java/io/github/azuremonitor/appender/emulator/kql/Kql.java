package io.github.azuremonitor.appender.emulator.kql;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/** The entry point of the engine. */
public final class Kql {
    /** A query longer than this is refused. */
    public static final int LONGEST = 1_000_000;

    private Kql() {}

    /**
     * Parses a query and checks names and types; rows are read only while the answer is.
     *
     * @param tables what it may read
     * @param functions what it may call
     * @param now what {@code now()} gives
     * @param limit how long it may take, from now on
     * @param nanos the clock for that
     * @throws KqlException if it is wrong, or uses what is not supported here
     */
    public static KqlAnswer query(
            String text,
            Collection<? extends KqlTable> tables,
            Collection<KqlFunction> functions,
            Instant now,
            Duration limit,
            LongSupplier nanos) {
        if (text.length() > LONGEST) {
            throw KqlException.syntax(LONGEST, "A query has " + LONGEST + " characters at most");
        }
        try {
            Statement statement = new PipeParser(text).statement();
            Watch watch = new Watch(nanos, limit);
            Context context = new Context(tables, Moment.of(now), watch, Dialect.QUERY).with(functions);
            List<Step> steps = statement.answer().steps();
            boolean shown = !steps.isEmpty() && steps.get(steps.size() - 1) instanceof Step.Render;
            return new KqlAnswer(
                    new PipeBinder(context).bind(statement).useAll(),
                    shown ? (Step.Render) steps.get(steps.size() - 1) : null,
                    watch);
        } catch (StackOverflowError e) {
            throw tooDeep();
        } catch (OutOfMemoryError e) {
            throw tooLarge();
        }
    }

    /** Thousands of operators in one expression overflow the stack, while it is parsed or when it is computed. */
    static KqlException tooDeep() {
        return KqlException.unsupported(0, "An expression of so many operators");
    }

    /** What sorts, joins and groups hold does not fit. */
    static KqlException tooLarge() {
        return new KqlException(
                KqlException.Kind.LIMIT,
                0,
                "The query needs more memory than the emulator's heap has; let it look at fewer rows, or give the"
                        + " emulator a larger heap (-Xmx)");
    }
}
