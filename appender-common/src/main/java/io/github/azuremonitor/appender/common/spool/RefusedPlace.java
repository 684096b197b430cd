package io.github.azuremonitor.appender.common.spool;

import java.io.IOException;

/** A directory that must not be used; the message is a sentence that says why and what to do. */
final class RefusedPlace extends IOException {
    private static final long serialVersionUID = 1;

    RefusedPlace(String sentence) {
        super(sentence);
    }
}
