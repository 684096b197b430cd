package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps directories in this pipeline's possession while others clean up: systemd-tmpfiles deletes files that were not
 * used for days, and people delete what looks like a stale lock. Courier only.
 */
final class DirectoryWatch {
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long TOUCH_NANOS = Duration.ofHours(1).toNanos();

    private final SpoolIndex index;
    private final @Nullable JournalPageMaker pages;
    private final DiskHealth health;
    private final Ledger ledger;
    private final Spool.Losses losses;
    private final Time time;
    private long lastLookNanos;
    private long lastTouchNanos;

    DirectoryWatch(
            SpoolIndex index,
            @Nullable JournalPageMaker pages,
            DiskHealth health,
            Ledger ledger,
            Spool.Losses losses,
            Time time) {
        this.index = index;
        this.pages = pages;
        this.health = health;
        this.ledger = ledger;
        this.losses = losses;
        this.time = time;
        this.lastLookNanos = time.nanos();
        this.lastTouchNanos = lastLookNanos;
    }

    /** Checks when it is time to; called about once a second. Returns whether a directory is gone. */
    boolean maintain(CappedSpool shelf) {
        long now = time.nanos();
        boolean gone = now - lastLookNanos >= LOOK_NANOS && look(shelf);
        if (now - lastTouchNanos >= TOUCH_NANOS) {
            lastTouchNanos = now;
            shelf.touch();
            if (pages != null) {
                pages.renewReady(shelf);
            }
        }
        // Those whose lease has ended meanwhile.
        ledger.handedOver(index.removeForeign(losses));
        return gone;
    }

    /** Checks at once, because something is missing. Returns whether a directory is gone. */
    boolean look(CappedSpool shelf) {
        lastLookNanos = time.nanos();
        Map<Path, DirectoryOwnership> touched = shelf.check();
        touched.forEach((directory, ownership) -> {
            long rows = giveAway(shelf, directory, ownership);
            if (pages != null) {
                pages.renew(shelf, directory, ownership);
            }
            health.touched(directory, ownership, rows);
        });
        return touched.containsValue(DirectoryOwnership.GONE);
    }

    /** What another process took will be sent by it and is not lost. Returns the number of rows. */
    private long giveAway(CappedSpool shelf, Path directory, DirectoryOwnership ownership) {
        for (SpoolEntry entry : index.all()) {
            boolean taken = ownership == DirectoryOwnership.TAKEN
                    || (ownership == DirectoryOwnership.RETURNED && shelf.isGone(entry.file()));
            if (taken && entry.directory.equals(directory)) {
                index.giveAway(entry);
            }
        }
        long rows = index.removeForeign(losses);
        ledger.handedOver(rows);
        return rows;
    }
}
