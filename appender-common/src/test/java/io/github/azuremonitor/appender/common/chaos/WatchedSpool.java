package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.spool.PutOptions;
import io.github.azuremonitor.appender.common.spool.Spool;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A spool with somebody who counts the batches that are out of it. */
final class WatchedSpool implements Spool {
    private final Spool spool;
    private int leases;
    private long leasedRows;

    WatchedSpool(Spool spool) {
        this.spool = spool;
    }

    /** Batches that were taken out to be sent and whose fate is open; not those whose parts took their place. */
    int leases() {
        return leases;
    }

    /** Their rows, which may be in memory alone even while the disk works. */
    long leasedRows() {
        return leasedRows;
    }

    @Override
    public void put(Batch batch, boolean streamHeld) {
        spool.put(batch, streamHeld);
    }

    @Override
    public void put(Batch batch, PutOptions stay) {
        spool.put(batch, stay);
    }

    @Override
    public long nanosToLease(ToLongFunction<String> closedNanos) {
        return spool.nanosToLease(closedNanos);
    }

    @Override
    public @Nullable Lease lease(Predicate<String> streams) {
        Lease lease = spool.lease(streams);
        if (lease != null) {
            count(lease, 1);
        }
        return lease == null ? null : new WatchedLease(lease);
    }

    @Override
    public long maintainJournal() {
        return spool.maintainJournal();
    }

    @Override
    public void maintain() {
        spool.maintain();
    }

    @Override
    public boolean survivesStop() {
        return spool.survivesStop();
    }

    @Override
    public long rows() {
        return spool.rows();
    }

    @Override
    public long bytes() {
        return spool.bytes();
    }

    @Override
    public long files() {
        return spool.files();
    }

    @Override
    public long oldestMillis() {
        return spool.oldestMillis();
    }

    @Override
    public void close() {
        spool.close();
    }

    private void count(Lease lease, int sign) {
        leases += sign;
        leasedRows += (long) sign * lease.batch().rows();
    }

    private final class WatchedLease implements Lease {
        private final Lease lease;
        private boolean replaced;

        WatchedLease(Lease lease) {
            this.lease = lease;
        }

        @Override
        public Batch batch() {
            return lease.batch();
        }

        @Override
        public long expiresNanos() {
            return lease.expiresNanos();
        }

        @Override
        public void replaced() {
            count(lease, -1);
            replaced = true;
            lease.replaced();
        }

        @Override
        public void done() {
            count(lease, replaced ? 0 : -1);
            lease.done();
        }

        @Override
        public void released() {
            count(lease, -1);
            lease.released();
        }

        @Override
        public void postponed(long notBeforeNanos) {
            count(lease, -1);
            lease.postponed(notBeforeNanos);
        }
    }
}
