package io.github.azuremonitor.appender.emulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An address or a port that the emulator cannot have. */
public final class CannotListenException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    /** Which setting is at fault. */
    public enum Setting {
        /** The address to bind. */
        BIND_ADDRESS,
        /** The port of HTTP. */
        HTTP_PORT,
        /** The port of HTTPS. */
        HTTPS_PORT
    }

    private final Setting setting;

    CannotListenException(Setting setting, String message, IOException cause) {
        super(message, cause);
        this.setting = setting;
    }

    /** Which setting is at fault. */
    public Setting setting() {
        return setting;
    }
}
