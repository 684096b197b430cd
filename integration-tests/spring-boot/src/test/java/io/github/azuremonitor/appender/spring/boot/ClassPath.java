package io.github.azuremonitor.appender.spring.boot;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an application of one line of Spring Boot and one logging framework has on its class path. */
enum ClassPath {
    BOOT_3_5_LOGBACK("3.5", Frameworks.LOG4J2),
    BOOT_3_5_LOG4J2("3.5", Frameworks.LOGBACK),
    BOOT_4_1_LOGBACK("4.1", Frameworks.LOG4J2),
    BOOT_4_1_LOG4J2("4.1", Frameworks.LOGBACK);

    static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

    private static final String DEVTOOLS = "spring-boot-devtools-";
    private static final String SPRING_CLOUD = "spring-cloud-";

    /** What only some tests have. */
    private static final Pattern ADDED = Pattern.compile("(?:" + DEVTOOLS + "|" + SPRING_CLOUD + ").*");

    private final String boot;
    private final Pattern without;

    ClassPath(String boot, String without) {
        this.boot = boot;
        this.without = Pattern.compile(without);
    }

    /** All of these in the thorough form, the first of them in the short one. */
    static Stream<ClassPath> firstOf(ClassPath... classPaths) {
        return Stream.of(classPaths).limit(Boolean.getBoolean("thorough") ? classPaths.length : 1);
    }

    /** The jars and the application itself, ready for {@code java -cp}. */
    String text() {
        return CLASSES + File.pathSeparator + jars();
    }

    /** With devtools, which start an application again when its classes change. */
    String withDevtools(Path classes) {
        return classes
                + File.pathSeparator
                + jars(entry -> !without.matcher(entry).matches() && !entry.startsWith(SPRING_CLOUD));
    }

    /** The jars alone. */
    String jars() {
        return jars(entry ->
                !without.matcher(entry).matches() && !ADDED.matcher(entry).matches());
    }

    /** With Spring Cloud's context. */
    String withSpringCloud(Path classes) {
        return classes
                + File.pathSeparator
                + jars(entry -> !without.matcher(entry).matches() && !entry.startsWith(DEVTOOLS));
    }

    private String jars(Predicate<String> wanted) {
        return Arrays.stream(read().split(File.pathSeparator))
                .filter(entry -> wanted.test(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String read() {
        try {
            return Files.readString(Path.of("target", "boot-" + boot + ".classpath"))
                    .strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Jars of one framework, with those that lead the other one's events into it. */
    private static final class Frameworks {
        static final String LOGBACK = "logback-.*|log4j-to-slf4j-.*|jul-to-slf4j-.*|spring-boot-starter-logging-.*";
        static final String LOG4J2 = "log4j-core-.*|log4j-slf4j2-impl-.*|log4j-jul-.*|spring-boot-starter-log4j2-.*";

        private Frameworks() {}
    }
}
