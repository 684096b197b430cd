package io.github.azuremonitor.appender.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import java.net.URI;
import org.slf4j.LoggerFactory;

/** The contestants on this module's own class path; apart, because the others' class paths lack what they need. */
final class OwnContestants {
    private OwnContestants() {}

    static Contestant captureOnly() {
        return new CaptureOnly(context()).attached();
    }

    static Contestant logbackAsyncNop() {
        return new LogbackAsyncNop(context()).attached();
    }

    static Contestant azureSdk(URI endpoint) {
        return new AzureSdk(context(), endpoint).attached();
    }

    static Contestant ours(URI endpoint, String durability) {
        return new Ours(context(), endpoint, durability).attached();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
