package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;

/** What one pipeline has on disk: batches that wait, and rows that were refused. */
public final class DiskBuffer {
    private final PipelineSettings settings;
    private final Surroundings around;
    private final SpoolPlace place;
    private final Disk disk;

    /**
     * What a pipeline gives.
     *
     * @param memoryBytes cap of what waits in memory while the disk fails
     */
    public record Surroundings(long memoryBytes, Ledger ledger, Reporter reporter, Time time, Supplier<UUID> ids) {}

    /** Touches no disk. */
    public DiskBuffer(PipelineSettings settings, Surroundings around) {
        this(settings, around, new RealDisk());
    }

    DiskBuffer(PipelineSettings settings, Surroundings around, Disk disk) {
        this.settings = settings;
        this.around = around;
        this.disk = disk;
        this.place = new SpoolPlace(
                settings.spool().directory(), settings.spool().maxBytes(), System::getenv, System::getProperty);
    }

    /** Where batches wait; {@code losses} is told what is given up. */
    public Spool spool(Spool.Losses losses) {
        // The credential is no part of it: a new secret must not strand what waits.
        String identity = settings.credential().audience() + '\n' + settings.dcrImmutableId() + '\n';
        return new DiskSpool(
                place,
                (Path root) -> new SpoolStore(root, identity, disk, around.ids()),
                new MemorySpool(around.memoryBytes(), settings.spool().maxAge(), around.time(), losses),
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
