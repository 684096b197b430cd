package io.github.azuremonitor.appender.compatibility;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application brings.
 *
 * @param framework folder below target/beside
 * @param disruptor if all loggers are asynchronous
 * @param jackson if it is not the one that the appenders ask for
 * @param jdk feature version
 */
record Combination(
        String framework,
        @Nullable String disruptor,
        @Nullable String jackson,
        int jdk) {
    static Stream<Combination> all() {
        return Stream.of(17, 25)
                .flatMap(jdk -> Stream.of(
                                logbacks().map(logback -> new Combination(logback, null, null, jdk)),
                                log4js().map(log4j -> new Combination(log4j, null, null, jdk)),
                                Stream.of(
                                        new Combination(log4j("oldest"), version("disruptor.old"), null, jdk),
                                        new Combination(log4j("newest"), version("disruptor.old"), null, jdk),
                                        new Combination(log4j("newest"), version("disruptor.new"), null, jdk),
                                        new Combination(logback("newest"), null, version("jackson.old"), jdk),
                                        new Combination(log4j("newest"), null, version("jackson.old"), jdk)))
                        .flatMap(each -> each));
    }

    static Stream<String> logbacks() {
        return Stream.of("oldest", "1.4", "1.5", "newest").map(Combination::logback);
    }

    static Stream<String> log4js() {
        return Stream.of("oldest", "2.24", "newest").map(Combination::log4j);
    }

    static String logback(String which) {
        return "logback-" + version("logback." + which);
    }

    static String log4j(String which) {
        return "log4j-" + version("log4j." + which);
    }

    static String version(String property) {
        String version = System.getProperty(property);
        if (version == null) {
            throw new IllegalStateException("the build does not say what " + property + " is");
        }
        return version;
    }

    /**
     * Whether all of it is as old as can be, or as new, or old Jackson beside the newest, on the oldest JDK. What is left
     * out has nothing that is not in one of these but a version between two of them; the newest JDK has the tests of
     * virtual threads.
     */
    boolean isAtTheEdge() {
        return jdk == 17
                && (framework.equals(logback("oldest"))
                        || (framework.equals(logback("newest")) && jackson != null)
                        || (framework.equals(log4j("oldest")) && disruptor != null)
                        || (framework.equals(log4j("newest"))
                                && version("disruptor.new").equals(disruptor)));
    }

    /** The cells of its line in docs/compatibility.md, without the JDK. */
    List<String> cells() {
        return List.of(
                framework.startsWith("logback")
                        ? framework.replace("logback-", "Logback ")
                        : framework.replace("log4j-", "Log4j2 "),
                disruptor == null ? "–" : "Disruptor " + disruptor + ", asynchronous loggers",
                jackson == null ? "–" : "Jackson " + jackson);
    }

    @Override
    public String toString() {
        return String.join(", ", cells()).replace(", –", "") + ", JDK " + jdk;
    }
}
