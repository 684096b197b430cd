package io.github.azuremonitor.appender.common.send;

import io.github.azuremonitor.appender.common.batch.Batch;
import java.util.function.Consumer;

/** Sends one batch once. Retries, holds and splits are decided elsewhere. */
public interface Sender extends AutoCloseable {
    /**
     * Starts one POST and returns at once; called by the courier only.
     *
     * @param answer gets the outcome exactly once, on a thread of this library and never on the calling one
     */
    void send(Batch batch, Consumer<Outcome> answer);

    /** Sees to it that every POST has its answer in time, also after a heap that was full; called once a second. */
    default void tend() {}

    /**
     * Drops the credential that {@code refused} was answered to, so that the next send builds a new one: azure-identity
     * cannot be asked to forget a cached token. Does nothing if a newer credential is in use already.
     */
    void renewCredential(Outcome refused);

    /** Gives threads and connections back. A POST in flight is left to end by itself. */
    @Override
    void close();
}
