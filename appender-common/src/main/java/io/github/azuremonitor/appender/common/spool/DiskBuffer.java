package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one pipeline has on disk: batches that wait, and rows that were refused. */
public final class DiskBuffer {
    private final PipelineSettings settings;
    private final Surroundings around;
    private final SpoolPlace place;
    private final Disk disk;
    private final @Nullable DiskJournal journal;

    /**
     * What a pipeline gives.
     *
     * @param memoryBytes cap of what waits in memory while the disk fails
     * @param wakeCourier run when the journal has something to do
     */
    public record Surroundings(
            long memoryBytes, Ledger ledger, Reporter reporter, Time time, Supplier<UUID> ids, Runnable wakeCourier) {}

    /** Touches no disk. */
    public DiskBuffer(PipelineSettings settings, Surroundings around) {
        this(settings, around, new RealDisk());
    }

    DiskBuffer(PipelineSettings settings, Surroundings around, Disk disk) {
        this.settings = settings;
        this.around = around;
        this.disk = disk;
        this.journal = settings.spool().durability() == Durability.JOURNAL
                ? new DiskJournal(settings.spool().journalFsyncInterval().toNanos(), around.wakeCourier())
                : null;
        this.place = new SpoolPlace(
                settings.spool().directory(), settings.spool().maxBytes(), System::getenv, System::getProperty, disk);
    }

    /** Where rows of open batches are written down, if the settings ask for it. */
    public Journal journal() {
        return journal == null ? Journal.NONE : journal;
    }

    /** Where batches wait; {@code losses} is told what is given up. */
    public Spool spool(Spool.Losses losses) {
        // The credential is no part of it: a new secret must not strand what waits.
        String identity = settings.credential().audience() + '\n' + settings.dcrImmutableId() + '\n';
        return new DiskSpool(
                place,
                opened -> new SpoolStore(
                        opened, identity, disk, around.ids(), settings.batch().gzipLevel()),
                new MemorySpool(around.memoryBytes(), settings.spool().maxAge(), around.time(), losses),
                journal,
                settings.spool().maxAge(),
                losses,
                around.ledger(),
                around.reporter(),
                around.time());
    }

    /** Where refused rows end. */
    public DeadLetters deadLetters() {
        return new DeadLetterFolder(
                place,
                settings.dcrImmutableId(),
                disk,
                settings.spool().deadLetterMaxBytes(),
                settings.spool().deadLetterMaxAge(),
                around.time(),
                new DiskHealth(around.reporter(), around.time()));
    }
}
