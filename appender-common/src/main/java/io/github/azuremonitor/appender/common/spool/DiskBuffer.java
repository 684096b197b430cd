package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.batch.Journal;
import io.github.azuremonitor.appender.common.report.PipelineContext;
import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one pipeline keeps on disk: waiting batches, and refused rows. */
public final class DiskBuffer {
    private final PipelineSettings settings;
    private final PipelineContext context;
    private final long memoryBytes;
    private final SpoolLocation place;
    private final Disk disk;
    private final @Nullable DiskJournal journal;

    /**
     * Touches no disk.
     *
     * @param memoryBytes cap of batches in memory while the disk fails
     * @param wakeCourier run when the journal has work for the courier
     */
    public DiskBuffer(PipelineSettings settings, PipelineContext context, long memoryBytes, Runnable wakeCourier) {
        this(settings, context, memoryBytes, wakeCourier, new RealDisk());
    }

    DiskBuffer(PipelineSettings settings, PipelineContext context, long memoryBytes, Runnable wakeCourier, Disk disk) {
        this.settings = settings;
        this.context = context;
        this.memoryBytes = memoryBytes;
        this.disk = disk;
        this.journal = settings.spool().durability() == Durability.JOURNAL
                ? new DiskJournal(settings.spool().journalFsyncInterval().toNanos(), wakeCourier)
                : null;
        this.place = new SpoolLocation(
                settings.spool().directory(), settings.spool().maxBytes(), System::getenv, System::getProperty, disk);
    }

    /** Journal of the rows of open batches, if the settings ask for one. */
    public Journal journal() {
        return journal == null ? Journal.NONE : journal;
    }

    /** Where batches wait; {@code losses} is called with what is given up. */
    public Spool spool(Spool.Losses losses) {
        // Without the credential: a new secret must not strand waiting batches.
        List<String> identities = settings.dcrImmutableIds().stream()
                .map(rule -> settings.credential().audience() + '\n' + rule + '\n')
                .toList();
        return new DiskSpool(
                place,
                opened -> new SpoolStore(
                        opened,
                        identities,
                        disk,
                        context.ids(),
                        settings.batch().gzipLevel()),
                new MemorySpool(memoryBytes, settings.spool().maxAge(), context.time(), losses),
                journal,
                settings.spool().maxAge(),
                losses,
                context);
    }

    /** Where refused rows are kept. */
    public DeadLetters deadLetters() {
        return new DeadLetterFolder(
                place,
                settings.dcrImmutableId(),
                disk,
                settings.spool().deadLetterMaxBytes(),
                settings.spool().deadLetterMaxAge(),
                context.time(),
                new DiskHealth(context.reporter(), context.time()));
    }
}
