package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Batch;
import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Prepares pages for the flusher, forces them, and deletes those that are no longer needed. Courier only. */
final class JournalPageMaker {
    private final DiskJournal journal;
    private final DiskHealth health;
    private final Time time;

    JournalPageMaker(DiskJournal journal, DiskHealth health, Time time) {
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
    long maintain(@Nullable CappedSpool opened, Object where) {
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

    /** Replaces the empty pages: they may be days old and look unused. */
    void renewReady(CappedSpool opened) {
        journal.takeReady().forEach(page -> opened.discard(page.path()));
    }

    /** Someone cleaned up in a directory: pages that are gone must not be relied on. */
    void renew(CappedSpool opened, Path directory, DirectoryOwnership ownership) {
        renewReady(opened);
        boolean lost = ownership == DirectoryOwnership.GONE || ownership == DirectoryOwnership.TAKEN;
        journal.giveUp(
                page -> page.directory.equals(directory) && (lost || opened.isGone(page.path())),
                ownership == DirectoryOwnership.TAKEN);
    }

    /** Keeps a batch as its page, if all of its rows are in it. */
    boolean keeps(Batch batch, PutOptions stay, @Nullable CappedSpool opened) {
        if (opened == null || !(batch.copy() instanceof JournalPage written) || !written.isWhole()) {
            return false;
        }
        // A batch without its body is nowhere else, so it is kept even if the disk cannot be read just now.
        if (batch.isOnPage() ? opened.isGone(written.path()) : !opened.isThere(written.path())) {
            return false;
        }
        journal.kept(written);
        opened.keep(written, batch, stay);
        return true;
    }

    /** Deletes all pages but those with rows of open batches. */
    void end(@Nullable CappedSpool opened) {
        if (opened != null) {
            deleteDropped(opened);
            journal.close().forEach(page -> opened.discard(page.path()));
        }
    }

    private long prepare(CappedSpool opened, Object where) {
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

    private void deleteDropped(CappedSpool opened) {
        for (JournalPage page = journal.nextDropped(); page != null; page = journal.nextDropped()) {
            if (!page.isForeign()) {
                opened.discard(page.path());
            }
        }
    }
}
