package io.github.azuremonitor.appender.compatibility;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** Logs one event with all that an event can have and then plain ones, and returns from main without stopping anything. */
public final class LogbackProgram {
    private LogbackProgram() {}

    /** Argument: how many plain events. */
    public static void main(String[] arguments) {
        Logger log = LoggerFactory.getLogger("com.example.Orders");
        MDC.put("orderId", "4711");
        log.atWarn()
                .addMarker(MarkerFactory.getMarker("AUDIT"))
                .addKeyValue("amount", 17)
                .setCause(new IllegalStateException("card refused"))
                .log("payment of {} failed", "Ada \uD83D\uDE00");
        MDC.remove("orderId");
        for (int i = 1; i <= Integer.parseInt(arguments[0]); i++) {
            log.info("event {}", i);
        }
        Runtimes.tell("logback", LoggerContext.class);
    }
}
