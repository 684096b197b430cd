package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;

/** A directory must not be used; the message is a sentence that says why and what to do. */
final class RefusedDirectoryException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedDirectoryException(String sentence) {
        super(sentence);
    }
}
