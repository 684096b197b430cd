package io.github.azuremonitor.appender.common.encode;

import java.util.function.Supplier;

/** Told what a row does not show, though the event had it. Flusher only. */
public interface Remarks {
    /** Nobody listens. */
    Remarks IGNORED = new Remarks() {
        @Override
        public void unfit(String column, Supplier<String> value) {}

        @Override
        public void timeReplaced() {}

        @Override
        public void redactionGaveUp(String column) {}

        @Override
        public void collision(String column) {}
    };

    /**
     * A value did not fit the type of {@code column}.
     *
     * @param value for a human being: the value and its class, cut, and masked if its name is that of a secret
     */
    void unfit(String column, Supplier<String> value);

    /** The event had a time that Azure does not know, and its row has the nearest one. */
    void timeReplaced();

    /** An expression took too many steps on a value of {@code column}. */
    void redactionGaveUp(String column);

    /** Two different values had the same name in the object {@code column}. */
    void collision(String column);
}
