package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds batches as files that survive a restart, and in memory while the disk fails. Touches no disk before its first
 * use. Throws no exception. Courier only, but for the counts.
 */
final class DiskSpool implements Spool {
    private static final long RECOVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final SpoolLocation place;
    private final Function<SpoolLocation.Opened, SpoolStore> stores;
    private final MemorySpool memory;
    private final @Nullable JournalPageMaker pages;
    private final LongSupplier journalBytes;
    private final long maxAgeNanos;
    private final Expiries expiries;
    private final Losses losses;
    private final Ledger ledger;
    private final Reporter reporter;
    private final Time time;
    private final SpoolIndex index = new SpoolIndex();
    private final DiskHealth health;
    private final DirectoryWatch watch;

    /** Null until the disk could be opened. */
    private @Nullable CappedSpool shelf;

    private Object where;
    private boolean recoveredBefore;
    private long lastRecoveryNanos;

    /**
     * A spool that has not touched the disk yet.
     *
     * @param memory where batches wait while the disk fails
     * @param journal null where there is no journal
     */
    DiskSpool(
            SpoolLocation place,
            Function<SpoolLocation.Opened, SpoolStore> stores,
            MemorySpool memory,
            @Nullable DiskJournal journal,
            Duration maxAge,
            Losses losses,
            PipelineContext context) {
        this.place = place;
        this.stores = stores;
        this.memory = memory;
        this.maxAgeNanos = maxAge.toNanos();
        this.expiries = new Expiries(maxAge, context.time());
        this.losses = losses;
        this.ledger = context.ledger();
        this.reporter = context.reporter();
        this.time = context.time();
        this.health = new DiskHealth(reporter, time);
        this.pages = journal == null ? null : new JournalPageMaker(journal, health, time);
        this.watch = new DirectoryWatch(index, pages, health, ledger, losses, time);
        this.journalBytes = journal == null ? () -> 0 : journal::bytes;
        this.where = place;
    }

    @Override
    public void put(Batch batch, boolean streamHeld) {
        long now = time.nanos();
        put(batch, new PutOptions(streamHeld, now + maxAgeNanos, now, false));
    }

    @Override
    public void put(Batch batch, PutOptions stay) {
        if (shelf == null && !health.isDown()) {
            open();
        }
        if (!batch.isOnPage() && !health.isDown() && toDisk(batch, stay)) {
            batch.copy().drop();
        } else if (pages == null || !pages.keeps(batch, stay, shelf)) {
            putIntoMemory(batch, stay);
        }
        try {
            maintainPages();
        } catch (OutOfMemoryError full) {
            // The batch is here and must not be put anywhere else. Pages are looked after in each round.
        }
    }

    /** Called after anything slow: the flusher uses up its pages meanwhile, and waits when there are none. */
    private void maintainPages() {
        if (pages != null) {
            pages.maintain(shelf, where);
        }
    }

    private void putIntoMemory(Batch batch, PutOptions stay) {
        if (batch.copy() instanceof JournalPage page && page.isForeign() && batch.isOnPage()) {
            ledger.handedOver(batch.rows());
            losses.handedOver(batch.id(), batch.rows());
        } else if (batch.isOnPage()) {
            // It was deleted meanwhile.
            losses.lost(batch.id(), batch.rows(), DropReason.UNREADABLE);
        } else {
            memory.put(batch, stay);
        }
    }

    @Override
    public long maintainJournal() {
        JournalPageMaker keeper = pages;
        if (keeper == null) {
            return Long.MAX_VALUE;
        }
        boolean wrote = keeper.wrote();
        Throwable failed = keeper.failure();
        if (failed != null) {
            health.failed(where, failed);
        } else if (wrote && !health.isDown()) {
            health.took(where);
        }
        if (shelf == null && !health.isDown()) {
            open();
        }
        return keeper.maintain(shelf, where);
    }

    @Override
    public @Nullable Lease lease(Predicate<String> streams) {
        CappedSpool opened = shelf;
        if (opened != null) {
            long now = time.nanos();
            Predicate<SpoolEntry> wanted = entry -> entry.nanosToDue(now) == 0 && streams.test(entry.content.stream());
            for (SpoolEntry entry = index.first(wanted); entry != null; entry = index.first(wanted)) {
                Batch batch = read(opened, entry);
                maintainPages();
                if (batch != null) {
                    return new DiskLease(opened, index, entry, batch);
                }
            }
        }
        return memory.lease(streams);
    }

    private @Nullable Batch read(CappedSpool opened, SpoolEntry entry) {
        try {
            return opened.read(entry);
        } catch (NoSuchFileException missing) {
            // Another process may have taken it, which is not a loss.
            watch.look(opened);
            opened.deleted(entry);
            return null;
        }
    }

    @Override
    public long nanosToLease(ToLongFunction<String> closedNanos) {
        long now = time.nanos();
        long onDisk =
                index.least(entry -> Math.max(entry.nanosToDue(now), closedNanos.applyAsLong(entry.content.stream())));
        return onDisk == 0 ? 0 : Math.min(onDisk, memory.nanosToLease(closedNanos));
    }

    @Override
    public void maintain() {
        if ((shelf == null && !health.isDown()) || health.mayTry()) {
            open();
        }
        memory.maintain();
        CappedSpool opened = shelf;
        if (opened != null) {
            if (watch.maintain(opened)) {
                makeAnew();
            }
            opened.tidy();
            if (!recoveredBefore || time.nanos() - lastRecoveryNanos >= RECOVERY_NANOS) {
                recoverOrphans(opened);
            }
        }
        if (!health.isDown()) {
            moveToDisk();
        }
    }

    @Override
    public boolean survivesStop() {
        return !health.isDown();
    }

    @Override
    public @Nullable String problem() {
        return health.problem();
    }

    @Override
    public long rows() {
        return index.rows() + memory.rows();
    }

    @Override
    public long bytes() {
        return index.bytes() + memory.bytes();
    }

    @Override
    public long files() {
        return index.files();
    }

    @Override
    public long oldestMillis() {
        return Math.min(index.oldestMillis(), memory.oldestMillis());
    }

    @Override
    public void close() {
        if (memory.rows() > 0) {
            // A last try, no matter how recent the previous one was.
            open();
        }
        memory.close();
        if (pages != null) {
            pages.end(shelf);
        }
        ledger.handedOver(index.rows());
        index.clear();
        CappedSpool opened = shelf;
        if (opened != null) {
            opened.close();
        }
    }

    /** Opens the disk, or finds out whether it works again. */
    private void open() {
        try {
            SpoolLocation.Opened found = place.open();
            CappedSpool opened = shelf;
            if (opened == null) {
                where = found.root();
                shelf = new CappedSpool(
                        stores.apply(found), index, found.maxBytes(), journalBytes, expiries, losses, health, time);
                reporter.info("while Azure takes nothing, batches wait in " + found.root() + " (" + found.fileSystem()
                        + "), up to " + found.maxBytes() / PipelineSettings.MEGABYTE + " MB");
                if (found.readers() != null) {
                    health.exposed(found);
                }
            } else {
                watch.look(opened);
                opened.checkHome();
            }
            boolean tried = memory.rows() > 0;
            if (moveToDisk()) {
                health.assumeRepaired();
                if (tried) {
                    health.took(where);
                }
            }
        } catch (IOException | RuntimeException failed) {
            health.failed(where, failed);
        }
    }

    /** More than one directory may have been deleted. */
    private void makeAnew() {
        try {
            place.open();
        } catch (IOException | RuntimeException failed) {
            health.failed(where, failed);
        }
    }

    private boolean toDisk(Batch batch, PutOptions stay) {
        CappedSpool opened = shelf;
        if (opened == null) {
            return false;
        }
        try {
            try {
                opened.put(batch, stay);
            } catch (NoSuchFileException homeless) {
                watch.look(opened);
                makeAnew();
                opened.put(batch, stay);
            }
        } catch (IOException | RuntimeException | Error failed) {
            // An Error too, for example of a full heap: nothing else holds the batch.
            health.failed(where, failed);
            return false;
        }
        if (!health.isDown()) {
            health.took(where);
        }
        return true;
    }

    /** Moves what waits in memory, as far as it goes; false if the disk failed. */
    private boolean moveToDisk() {
        return memory.moveTo(this::toDisk);
    }

    private void recoverOrphans(CappedSpool opened) {
        boolean first = !recoveredBefore;
        recoveredBefore = true;
        lastRecoveryNanos = time.nanos();
        try {
            if (first) {
                opened.orphans(this::maintainPages).forEach((rule, rows) -> health.orphans(where, rule, rows));
            }
            OrphanRecovery.Found found = opened.recoverOrphans(this::maintainPages);
            if (found != null) {
                ledger.recovered(found.rows());
                if (found.rows() > 0) {
                    reporter.info("found " + found.rows() + " rows of earlier runs in " + where + found.streams());
                }
                if (!found.problems().isEmpty()) {
                    health.fileProblem("files of earlier runs in " + where + ": " + found.problems());
                }
                opened.makeRoom();
            }
        } catch (IOException | RuntimeException failed) {
            health.fileProblem("looking for batches of earlier runs in " + where + " failed", failed);
        }
    }
}
