package io.github.azuremonitor.appender.emulator.ingest;

/** What happens to a body from which no rows can be read. */
public enum Mode {
    /** It is refused with 400, so that a test notices its mistake. */
    STRICT,
    /** It is answered with 204 and lost, as the real service was seen to do (MicrosoftDocs/azure-docs#106266). */
    LENIENT
}
