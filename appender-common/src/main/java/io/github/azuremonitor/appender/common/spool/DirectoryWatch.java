package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that directories stay this pipeline's while others tidy up: systemd-tmpfiles deletes what nobody used for days,
 * and people delete what looks like a lock that somebody forgot. Courier only.
 */
final class DirectoryWatch {
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long TOUCH_NANOS = Duration.ofHours(1).toNanos();

    private final SpoolIndex index;
    private final @Nullable PageKeeper pages;
    private final DiskHealth health;
    private final Ledger ledger;
    private final Spool.Losses losses;
    private final Time time;
    private long lastLookNanos;
    private long lastTouchNanos;

    DirectoryWatch(
            SpoolIndex index,
            @Nullable PageKeeper pages,
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

    /** Does what is due; called about once a second. Returns whether a directory is gone. */
    boolean tend(SpoolShelf shelf) {
        long now = time.nanos();
        boolean gone = now - lastLookNanos >= LOOK_NANOS && look(shelf);
        if (now - lastTouchNanos >= TOUCH_NANOS) {
            lastTouchNanos = now;
            shelf.touch();
            if (pages != null) {
                pages.renewReady(shelf);
            }
        }
        // Whose lease ended meanwhile.
        ledger.handedOver(index.removeForeign(losses));
        return gone;
    }

    /** Looks at once, because something is missing. Returns whether a directory is gone. */
    boolean look(SpoolShelf shelf) {
        lastLookNanos = time.nanos();
        Map<Path, Tenure> touched = shelf.check();
        touched.forEach((directory, tenure) -> {
            long rows = giveAway(shelf, directory, tenure);
            if (pages != null) {
                pages.renew(shelf, directory, tenure);
            }
            health.touched(directory, tenure, rows);
        });
        return touched.containsValue(Tenure.GONE);
    }

    /** What another process took is its to send, and not lost. Returns how many rows that are. */
    private long giveAway(SpoolShelf shelf, Path directory, Tenure tenure) {
        for (SpoolEntry entry : index.all()) {
            boolean taken = tenure == Tenure.TAKEN || (tenure == Tenure.RETURNED && shelf.isGone(entry.file()));
            if (taken && entry.directory.equals(directory)) {
                index.giveAway(entry);
            }
        }
        long rows = index.removeForeign(losses);
        ledger.handedOver(rows);
        return rows;
    }
}
