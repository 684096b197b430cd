package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;

/** The file system has no locks, like some network file systems. */
final class UnsupportedLocksException extends IOException {
    private static final long serialVersionUID = 1;

    UnsupportedLocksException(IOException cause) {
        super(cause);
    }
}
