package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;

/** A file whose bytes are not those that were written. */
final class DamagedFile extends IOException {
    private static final long serialVersionUID = 1;

    DamagedFile(String what) {
        super(what);
    }
}
