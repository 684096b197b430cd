package io.github.azuremonitor.appender.common.encode;

import java.util.function.Supplier;

/** Is notified of anything in an event that its row does not show. Any thread. */
public interface Remarks {
    /** Nobody listens. */
    Remarks IGNORED = new Remarks() {
        @Override
        public void unfit(String column, String logger, Supplier<String> value) {}

        @Override
        public void cut(String column, String logger) {}

        @Override
        public void timeReplaced(String logger) {}

        @Override
        public void redactionGaveUp(String column) {}

        @Override
        public void collision(String column) {}
    };

    /**
     * A value did not fit the type of {@code column}.
     *
     * @param logger whose event has it; empty if it is no event's
     * @param value for a human being: the value and its class, cut, and masked if its name is that of a secret
     */
    void unfit(String column, String logger, Supplier<String> value);

    /** Something of {@code column} was cut, or left out for its length, in a row of that logger. */
    void cut(String column, String logger);

    /** The event had a time that Azure does not know, and its row has the nearest one. */
    void timeReplaced(String logger);

    /** An expression took too many steps on a value of {@code column}. */
    void redactionGaveUp(String column);

    /** Two different values had the same name in the object {@code column}. */
    void collision(String column);
}
