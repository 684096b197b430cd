package io.github.azuremonitor.appender.common.spool;

/** What has become of a directory that this process has locked, while others tidied up below it. */
enum Tenure {
    /** Nobody touched it. */
    OURS,
    /** The files that say whose it is were deleted; they are there again, and nobody came in between. */
    MENDED,
    /** As above, but somebody may have come in between, and taken some files with it. */
    RETURNED,
    /** The directory itself was deleted, moved or replaced. */
    GONE,
    /** Another process took it, and with it what waits there. */
    TAKEN
}
