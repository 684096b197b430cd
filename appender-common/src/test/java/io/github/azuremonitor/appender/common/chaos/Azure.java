package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.send.Outcome;

/** The other end of the wire. */
interface Azure {
    /** Takes a POST that starts now. */
    Reply receive(SimulatedProcess from, Batch batch, long nowMillis);

    /** A process asked for a new credential. */
    default void renewed(SimulatedProcess by) {}

    /**
     * What comes back.
     *
     * @param stored whether the service has the rows, whatever the answer says
     */
    record Reply(Outcome outcome, long delayMillis, boolean stored) {}
}
