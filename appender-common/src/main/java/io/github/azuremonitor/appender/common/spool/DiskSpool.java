package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
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
 * Holds batches as files that the next start finds again, and in memory while the disk fails. Touches no disk before it
 * is first used. No exception leaves it. Courier only, but for the counts.
 */
final class DiskSpool implements Spool {
    private static final long TAKE_OVER_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long MEGABYTE = 1L << 20;

    private final SpoolPlace place;
    private final Function<SpoolPlace.Opened, SpoolStore> stores;
    private final MemorySpool memory;
    private final @Nullable PageKeeper pages;
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
    private @Nullable SpoolShelf shelf;

    private Object where;
    private boolean tookOver;
    private long lastTakeOverNanos;

    /**
     * A spool that has touched nothing yet.
     *
     * @param memory where batches wait while the disk fails
     * @param journal null where rows of open batches are not written down
     */
    DiskSpool(
            SpoolPlace place,
            Function<SpoolPlace.Opened, SpoolStore> stores,
            MemorySpool memory,
            @Nullable DiskJournal journal,
            Duration maxAge,
            Losses losses,
            Ledger ledger,
            Reporter reporter,
            Time time) {
        this.place = place;
        this.stores = stores;
        this.memory = memory;
        this.maxAgeNanos = maxAge.toNanos();
        this.expiries = new Expiries(maxAge, time);
        this.losses = losses;
        this.ledger = ledger;
        this.reporter = reporter;
        this.time = time;
        this.health = new DiskHealth(reporter, time);
        this.pages = journal == null ? null : new PageKeeper(journal, health, time);
        this.watch = new DirectoryWatch(index, pages, health, ledger, losses, time);
        this.journalBytes = journal == null ? () -> 0 : journal::bytes;
        this.where = place;
    }

    @Override
    public void put(Batch batch, boolean streamHeld) {
        long now = time.nanos();
        put(batch, new Stay(streamHeld, now + maxAgeNanos, now, false));
    }

    @Override
    public void put(Batch batch, Stay stay) {
        if (shelf == null && !health.isDown()) {
            open();
        }
        if (!batch.isOnPage() && !health.isDown() && toDisk(batch, stay)) {
            Journal.Page page = batch.page();
            if (page != null) {
                page.drop();
            }
        } else if (pages == null || !pages.keeps(batch, stay, shelf)) {
            putIntoMemory(batch, stay);
        }
        try {
            tendPages();
        } catch (OutOfMemoryError full) {
            // The batch is here, and must not be put anywhere else. Pages are tended in each round.
        }
    }

    /** After whatever takes a while: the flusher uses up its pages meanwhile, and waits when there is none. */
    private void tendPages() {
        if (pages != null) {
            pages.tend(shelf, where);
        }
    }

    private void putIntoMemory(Batch batch, Stay stay) {
        if (batch.page() instanceof JournalPage page && page.isForeign() && batch.isOnPage()) {
            ledger.handedOver(batch.rows());
            losses.handedOver(batch.id(), batch.rows());
        } else if (batch.isOnPage()) {
            // Somebody deleted it meanwhile.
            losses.lost(batch.id(), batch.rows(), DropReason.UNREADABLE);
        } else {
            memory.put(batch, stay);
        }
    }

    @Override
    public long tendJournal() {
        PageKeeper keeper = pages;
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
        return keeper.tend(shelf, where);
    }

    @Override
    public @Nullable Lease lease(Predicate<String> streams) {
        SpoolShelf opened = shelf;
        if (opened != null) {
            long now = time.nanos();
            Predicate<SpoolEntry> wanted = entry -> entry.nanosToDue(now) == 0 && streams.test(entry.content.stream());
            for (SpoolEntry entry = index.first(wanted); entry != null; entry = index.first(wanted)) {
                Batch batch = read(opened, entry);
                tendPages();
                if (batch != null) {
                    return new DiskLease(opened, index, entry, batch);
                }
            }
        }
        return memory.lease(streams);
    }

    private @Nullable Batch read(SpoolShelf opened, SpoolEntry entry) {
        try {
            return opened.read(entry);
        } catch (NoSuchFileException missing) {
            // Another process may have taken it, which is no loss.
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
    public void tend() {
        if ((shelf == null && !health.isDown()) || health.mayTry()) {
            open();
        }
        memory.tend();
        SpoolShelf opened = shelf;
        if (opened != null) {
            if (watch.tend(opened)) {
                makeAnew();
            }
            opened.tidy();
            if (!tookOver || time.nanos() - lastTakeOverNanos >= TAKE_OVER_NANOS) {
                takeOver(opened);
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
    public @Nullable String trouble() {
        return health.trouble();
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
            // A last try, whenever the one before was.
            open();
        }
        memory.close();
        if (pages != null) {
            pages.end(shelf);
        }
        ledger.handedOver(index.rows());
        index.clear();
        SpoolShelf opened = shelf;
        if (opened != null) {
            opened.close();
        }
    }

    /** Opens the disk, or finds out whether it works again. */
    private void open() {
        try {
            SpoolPlace.Opened found = place.open();
            SpoolShelf opened = shelf;
            if (opened == null) {
                where = found.root();
                shelf = new SpoolShelf(
                        stores.apply(found), index, found.maxBytes(), journalBytes, expiries, losses, health, time);
                reporter.info("while Azure takes nothing, batches wait in " + found.root() + " (" + found.fileSystem()
                        + "), up to " + found.maxBytes() / MEGABYTE + " MB");
                if (found.readers() != null) {
                    health.exposed(found);
                }
            } else {
                watch.look(opened);
                opened.checkHome();
            }
            boolean tried = memory.rows() > 0;
            if (moveToDisk()) {
                health.mayWork();
                if (tried) {
                    health.took(where);
                }
            }
        } catch (IOException | RuntimeException failed) {
            health.failed(where, failed);
        }
    }

    /** Somebody may have deleted more than one directory. */
    private void makeAnew() {
        try {
            place.open();
        } catch (IOException | RuntimeException failed) {
            health.failed(where, failed);
        }
    }

    private boolean toDisk(Batch batch, Stay stay) {
        SpoolShelf opened = shelf;
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
            // An Error too, of a full heap say: the batch is in nobody else's hands.
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

    private void takeOver(SpoolShelf opened) {
        boolean first = !tookOver;
        tookOver = true;
        lastTakeOverNanos = time.nanos();
        try {
            if (first) {
                opened.orphans(this::tendPages).forEach((rule, rows) -> health.orphans(where, rule, rows));
            }
            Takeover.Found found = opened.takeOver(this::tendPages);
            if (found != null) {
                ledger.recovered(found.rows());
                if (found.rows() > 0) {
                    reporter.info("found " + found.rows() + " rows of earlier runs in " + where + found.streams());
                }
                if (!found.troubles().isEmpty()) {
                    health.odd("files of earlier runs in " + where + ": " + found.troubles());
                }
                opened.makeRoom();
            }
        } catch (IOException | RuntimeException failed) {
            health.odd("looking for batches of earlier runs in " + where + " failed", failed);
        }
    }
}
