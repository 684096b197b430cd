package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.batch.Batch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one batch once. Retries, holds and splits are decided elsewhere. */
public interface Sender extends AutoCloseable {
    /**
     * Starts one POST and returns at once; called by the courier only.
     *
     * @param answer gets the outcome exactly once, on a thread of this library and never on the calling one
     */
    void send(Batch batch, Consumer<Outcome> answer);

    /** Makes sure that every POST gets its answer in time, even after the heap was full; called once a second. */
    default void maintain() {}

    /**
     * Drops the credential that was answered with {@code refused}, so that the next send builds a new one:
     * azure-identity offers no way to drop a cached token. Does nothing if a newer credential is in use already.
     */
    void renewCredential(Outcome refused);

    /** The data collection rule that the next POST goes to; null for the one that was configured first. Any thread. */
    default @Nullable String rule() {
        return null;
    }

    /** Releases threads and connections. A POST in flight ends by itself. */
    @Override
    void close();
}
