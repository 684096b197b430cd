package com.example.job;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends when its work is done, and tells by its exit code if its log may be incomplete. */
public final class NightlyJob {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyJob.class);

    private NightlyJob() {}

    public static void main(String[] arguments) {
        LOG.info("clean-up begins");
        int removed = cleanUp();
        LOG.atInfo().addKeyValue("removed", removed).log("clean-up done");

        // Not needed for delivery: at the end of main the appender delivers what is there. It is to know.
        if (!AzureMonitorLogs.flush(Duration.ofSeconds(30))) {
            System.exit(75);
        }
    }

    private static int cleanUp() {
        return 42;
    }
}
