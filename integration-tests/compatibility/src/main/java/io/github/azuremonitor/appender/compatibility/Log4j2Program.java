package io.github.azuremonitor.appender.compatibility;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.message.StringMapMessage;

/** Logs two events with all that an event can have and then plain ones, and returns from main without stopping anything. */
public final class Log4j2Program {
    private Log4j2Program() {}

    /** Argument: how many plain events. */
    public static void main(String[] arguments) {
        Logger log = LogManager.getLogger("com.example.Orders");
        ThreadContext.put("orderId", "4711");
        log.warn(
                MarkerManager.getMarker("AUDIT"),
                "payment of {} failed",
                "Ada \uD83D\uDE00",
                new IllegalStateException("card refused"));
        ThreadContext.remove("orderId");
        log.info(new StringMapMessage().with("amount", "17"));
        for (int i = 1; i <= Integer.parseInt(arguments[0]); i++) {
            log.info("event {}", i);
        }
        Runtimes.tell("log4j", LoggerContext.class);
        System.out.println("context " + LogManager.getContext(false).getClass().getSimpleName());
    }
}
