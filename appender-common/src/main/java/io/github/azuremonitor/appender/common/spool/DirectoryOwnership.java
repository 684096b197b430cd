package io.github.azuremonitor.appender.common.spool;

/** State of a directory that this process has locked, after others may have cleaned up in it. */
enum DirectoryOwnership {
    /** Untouched. */
    OURS,
    /** The files that mark the owner were deleted; they are back, and no other process came in between. */
    MENDED,
    /** As above, but another process may have come in between and taken some files. */
    RETURNED,
    /** The directory itself was deleted, moved or replaced. */
    GONE,
    /** Another process took it and the batches in it. */
    TAKEN
}
