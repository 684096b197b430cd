package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;

/** The file system has no locks, as some on networks have not. */
final class LocksFail extends IOException {
    private static final long serialVersionUID = 1;

    LocksFail(IOException cause) {
        super(cause);
    }
}
