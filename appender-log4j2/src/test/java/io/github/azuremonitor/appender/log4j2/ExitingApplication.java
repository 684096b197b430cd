package io.github.azuremonitor.appender.log4j2;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** An application that logs and ends without a word to Log4j2; {@link ChildJvm} runs it in a JVM of its own. */
final class ExitingApplication {
    static final int EVENTS = 1000;

    private ExitingApplication() {}

    public static void main(String[] arguments) {
        Logger logger = LogManager.getLogger("com.example.Batch");
        for (int i = 0; i < EVENTS; i++) {
            ThreadContext.put("n", String.valueOf(i));
            logger.info("event {}", i);
        }
        switch (arguments[0]) {
            case "exit" -> System.exit(0);
            case "shutdown", "shutdownAll" -> {
                LogManager.shutdown(false, arguments[0].equals("shutdownAll"));
                Runtime.getRuntime().halt(0);
            }
            default -> {}
        }
    }
}
