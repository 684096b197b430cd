package io.github.azuremonitor.appender.compatibility;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the JDKs of this machine are. One is named by {@code -Djdk.25=/path}, else by {@code JAVA_HOME_25} or {@code
 * JAVA_HOME_25_X64}, else looked for where installers put them.
 */
final class Jdks {
    private static final List<String> PLACES = List.of(
            "/usr/lib/jvm",
            "/opt/java",
            "/Library/Java/JavaVirtualMachines",
            System.getProperty("user.home") + "/.jdks",
            System.getProperty("user.home") + "/.sdkman/candidates/java");

    private Jdks() {}

    /** The {@code java} of this version. Without one, the test that asks is skipped and says why. */
    static Path java(int version) {
        Optional<Path> found = find(version);
        assumeTrue(found.isPresent(), "skipped: no JDK " + version + " here; -Djdk." + version + "=/path names one");
        return found.orElseThrow().resolve("bin/java");
    }

    private static Optional<Path> find(int version) {
        String named = System.getProperty("jdk." + version, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.concat(variables(version), installed())
                .filter(home -> isVersion(home, version) && Files.isExecutable(home.resolve("bin/java")))
                .findFirst();
    }

    private static Stream<Path> variables(int version) {
        return Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"))),
                Stream.of("JAVA_HOME_" + version, "JAVA_HOME_" + version + "_X64", "JAVA_HOME")
                        .map(name -> System.getenv().getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .map(Path::of));
    }

    private static Stream<Path> installed() {
        return PLACES.stream().map(Path::of).filter(Files::isDirectory).flatMap(place -> {
            try (Stream<Path> homes = Files.list(place)) {
                return homes.sorted().flatMap(home -> Stream.of(home, home.resolve("Contents/Home"))).toList().stream();
            } catch (IOException unreadable) {
                return Stream.empty();
            }
        });
    }

    /** Each JDK has a file that says what it is. */
    private static boolean isVersion(Path home, int version) {
        try {
            return Files.isRegularFile(home.resolve("release"))
                    && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + version);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
