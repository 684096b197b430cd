package io.github.azuremonitor.appender.common.encode;

/** Told what a row does not show, though the event had it. Flusher only. */
public interface Remarks {
    /** Nobody listens. */
    Remarks IGNORED = new Remarks() {
        @Override
        public void unfit(String column) {}

        @Override
        public void redactionGaveUp(String column) {}

        @Override
        public void collision(String column) {}
    };

    /** A value did not fit the type of {@code column}. */
    void unfit(String column);

    /** An expression took too many steps on a value of {@code column}. */
    void redactionGaveUp(String column);

    /** Two different values had the same name in the object {@code column}. */
    void collision(String column);
}
