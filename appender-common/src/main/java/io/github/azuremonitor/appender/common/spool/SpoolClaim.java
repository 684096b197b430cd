package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A claim on a spool directory, so that no application takes it while its files are sent or deleted. */
public final class SpoolClaim implements AutoCloseable {
    private final SpoolLocks locks;

    private SpoolClaim(SpoolLocks locks) {
        this.locks = locks;
    }

    /** Claims a directory; null if a process has it, or if that cannot be determined. */
    public static @Nullable SpoolClaim of(Path folder) {
        var locks = new SpoolLocks(new RealDisk());
        try {
            return locks.take(folder) ? new SpoolClaim(locks) : null;
        } catch (IOException cannotBeAsked) {
            return null;
        }
    }

    @Override
    public void close() {
        locks.releaseAll();
    }
}
