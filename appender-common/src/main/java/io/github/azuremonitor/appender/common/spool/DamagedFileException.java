package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;

/** A file whose bytes differ from those that were written. */
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedFileException(String what) {
        super(what);
    }
}
