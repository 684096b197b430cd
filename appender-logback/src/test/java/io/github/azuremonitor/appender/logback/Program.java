package io.github.azuremonitor.appender.logback;

import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that knows nothing of appenders: no shutdown hook, no stop. It does what its arguments say, one after
 * the other, and returns from {@code main}.
 */
final class Program {
    private static final BufferedReader INPUT =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private static int lines;

    private Program() {}

    public static void main(String[] arguments) throws Exception {
        Logger log = LoggerFactory.getLogger("com.example.Job");
        for (String argument : arguments) {
            String[] command = argument.split(":", 2);
            switch (command[0]) {
                case "log" -> {
                    for (int i = Integer.parseInt(command[1]); i > 0; i--) {
                        log.info("line {}", ++lines);
                    }
                }
                case "logAs" -> LoggerFactory.getLogger(command[1]).info("line {}", ++lines);
                case "flush" -> System.out.println("flushed: " + AzureMonitorLogs.flush(Duration.ofSeconds(30)));
                case "stats" ->
                    AzureMonitorLogs.stats()
                            .forEach(stats ->
                                    System.out.println("self: " + stats.self() + " balances: " + stats.balances()));
                case "wait" -> {
                    System.out.println("waiting");
                    INPUT.readLine();
                }
                case "exitFromAnotherThread" -> {
                    var exit = new Thread(() -> System.exit(Integer.parseInt(command[1])));
                    exit.start();
                    exit.join();
                }
                case "logUntilKilled" -> {
                    while (true) {
                        log.info("line {}", ++lines);
                        System.out.println("logged: " + lines);
                        LockSupport.parkNanos(100_000);
                    }
                }
                default -> throw new IllegalArgumentException(argument);
            }
        }
        System.out.println("returns");
    }
}
