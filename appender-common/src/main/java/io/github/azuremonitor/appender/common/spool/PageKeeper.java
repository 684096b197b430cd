package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes pages ready for the flusher, forces them, and deletes those that nobody needs any more. Courier only. */
final class PageKeeper {
    private final DiskJournal journal;
    private final DiskHealth health;
    private final Time time;

    PageKeeper(DiskJournal journal, DiskHealth health, Time time) {
        this.journal = journal;
        this.health = health;
        this.time = time;
    }

    /** Whether the flusher wrote anything since the last call. */
    boolean wrote() {
        return journal.wrote();
    }

    /** Why the flusher could not write since the last call, or null. */
    @Nullable Throwable failure() {
        return journal.failure();
    }

    /** Does what is due; returns nanoseconds until there is more to do. */
    long tend(@Nullable SpoolShelf opened, Object where) {
        long next = Long.MAX_VALUE;
        if (opened != null) {
            deleteDropped(opened);
            if (!health.isDown()) {
                next = prepare(opened, where);
            }
            if (health.isDown()) {
                journal.takeReady().forEach(page -> opened.discard(page.path()));
            }
        }
        journal.suspended(health.isDown());
        return next;
    }

    /** Makes the empty pages anew: they may have lain there for days, and look unused. */
    void renewReady(SpoolShelf opened) {
        journal.takeReady().forEach(page -> opened.discard(page.path()));
    }

    /** Somebody tidied up in a directory: what is not there any more must not be relied on. */
    void renew(SpoolShelf opened, Path directory, Tenure tenure) {
        renewReady(opened);
        boolean lost = tenure == Tenure.GONE || tenure == Tenure.TAKEN;
        journal.giveUp(
                page -> page.directory.equals(directory) && (lost || opened.isGone(page.path())),
                tenure == Tenure.TAKEN);
    }

    /** Has a batch wait as its page, if all of its rows are there. */
    boolean keeps(Batch batch, Stay stay, @Nullable SpoolShelf opened) {
        Journal.Page page = batch.page();
        if (opened == null || !(page instanceof JournalPage written) || !page.isWhole()) {
            return false;
        }
        // What has no body is nowhere else: it waits, too, for a disk that cannot be read just now.
        if (batch.isOnPage() ? opened.isGone(written.path()) : !opened.isThere(written.path())) {
            return false;
        }
        journal.kept(written);
        opened.keep(written, batch, stay);
        return true;
    }

    /** Leaves only pages that have rows of open batches. */
    void end(@Nullable SpoolShelf opened) {
        if (opened != null) {
            deleteDropped(opened);
            journal.close().forEach(page -> opened.discard(page.path()));
        }
    }

    private long prepare(SpoolShelf opened, Object where) {
        try {
            while (journal.wantsPage()) {
                journal.add(opened.page(journal));
            }
            return journal.force(time.nanos());
        } catch (IOException | RuntimeException failing) {
            health.failed(where, failing);
            return Long.MAX_VALUE;
        }
    }

    private void deleteDropped(SpoolShelf opened) {
        for (JournalPage page = journal.nextDropped(); page != null; page = journal.nextDropped()) {
            if (!page.isForeign()) {
                opened.discard(page.path());
            }
        }
    }
}
