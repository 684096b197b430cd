package io.github.azuremonitor.appender.common.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/operations.md and the losses of docs/delivery.md to the code. When a sentence is missing on the page, add its
 * row there; if nobody ever sees it as a status line, add it to {@link #NO_STATUS} with the reason.
 */
class OperationsPageTest {
    private static final Set<String> HEADERS =
            Set.of("| Line | Level | Meaning and cure |", "| Line | Code | Meaning and cure |");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]*>");
    private static final Pattern CELL = Pattern.compile("^\\| `([^`]+)` \\|.*");

    /** Packages whose texts are rows or exceptions, or are told in general form: settings, columns and routes. */
    private static final Set<String> SILENT =
            Set.of("batch", "column", "encode", "event", "ring", "routing", "settings", "text", "time");

    /** Their texts stand in docs/delivery.md, which has a test of its own here, and in docs/metrics.md. */
    private static final Set<String> ELSEWHERE = Set.of("DropReason.java", "Metric.java");

    /** In the package of the settings or of the columns, but texts that are told one by one. */
    private static final Set<String> HEARD = Set.of(
            "column/AzureTable.java",
            "settings/SettingProblem.java",
            "settings/SettingsReader.java",
            "settings/SettingsResult.java",
            "settings/MisspeltNames.java",
            "settings/ReferenceSlips.java",
            "settings/SettingValues.java",
            "settings/PipelineReader.java",
            "settings/CredentialReader.java");

    private static final List<String> NO_STATUS = List.of(
            // Exceptions; if they are told, then as the failure or the reason in another sentence.
            "no counter for",
            "has a default of the wrong form",
            "does not fit into a spool file",
            "no free name",
            "the sender is closed",
            "none has no token",
            "proxy answered 407",
            "the token request was given up",
            "the answer has more than 1 MB and is no token",
            // What is looked for in texts of the JDK and of services.
            "too many authentication attempts",
            "objectId '?",
            "Ignoring unknown property",
            "Problem while parsing",
            "Error while converting",
            "eyJ[",
            // In texts of azure-identity and msal4j.
            "Must provide non-null values for",
            "Failed to read federated token from file",
            "NullPointerException: assertion",
            "The file on the file path in the WWW-Authenticate header",
            "User assigned identity is not supported by",
            "did not confirm the requested user-assigned",
            "is not configurable at runtime",
            "MSI returned 200, but the response could not be parsed",
            "is not a valid PEM file",
            "PEM certificate provided does not contain",
            "keystore password was incorrect",
            "Failed to parse the certificate",
            "Azure CLI not installed",
            // For debuggers: no token is ever printed.
            "Token(*** from",
            // What the tools say of files that people show them.
            "the end is damaged",
            "not a file of a spool, by its name",
            "the first line is not JSON",
            // What the tools' check says of a query that it makes.
            "The call was interrupted.",
            // A description of sound settings that no appender asks for.
            "Log events go to the stream",
            // Only in the health and the meters of Spring Boot applications.
            "no application has started",
            "a setting is wrong; a line of the appender at the start",
            "Pipelines that ship;",
            // What is looked for in Spring's environment, and in the lines that are shown.
            "Inlined Test Properties",
            "AzureMonitor appender",
            // Texts within rows.
            "dropped between",
            "[pattern threw",
            "these are its first columns, ship fewer or shorter ones",
            "[could not be formatted:",
            "log calls within each other's toString]");

    private final String page = read(docs().resolve("operations.md"));
    private final String words = page.replaceAll("\\s+", " ");

    @Test
    void everySentenceThatTheCodeCanSayIsOnThePage() {
        List<String> sentences = sentences();

        assertThat(sentences).hasSizeGreaterThan(100);
        assertThat(sentences)
                .filteredOn(sentence -> NO_STATUS.stream().noneMatch(sentence::contains))
                .filteredOn(sentence -> !words.contains(sentence))
                .as("sentences that docs/operations.md lacks")
                .isEmpty();
    }

    @Test
    void everyLineOnThePageCanBeSaidByTheCode() {
        List<String> sentences = sentences();
        List<String> pieces = lines().stream()
                .flatMap(PLACEHOLDER::splitAsStream)
                .map(piece -> piece.replaceAll("^[^\\p{L}*]+|[^\\p{L}.?*]+$", ""))
                .filter(OperationsPageTest::isSentence)
                .toList();

        assertThat(pieces).hasSizeGreaterThan(60);
        assertThat(pieces)
                .filteredOn(piece -> sentences.stream().noneMatch(sentence -> sentence.contains(piece)))
                .as("pieces of lines in docs/operations.md that no code says")
                .isEmpty();
    }

    @Test
    void everyReasonOfALossHasItsRow() {
        List<String> rows = read(docs().resolve("delivery.md")).lines().toList();

        assertThat(DropReason.values())
                .filteredOn(reason -> rows.stream()
                        .noneMatch(row -> row.startsWith("| `" + reason + "` | " + reason.label() + " |")
                                && row.endsWith("| " + reason.cure() + " |")))
                .as("reasons whose row with label and cure docs/delivery.md lacks")
                .isEmpty();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        boolean inside = false;
        for (String line : page.lines().toList()) {
            inside = HEADERS.contains(line) || (inside && line.startsWith("|"));
            var cell = CELL.matcher(line);
            if (inside && cell.matches()) {
                lines.add(cell.group(1));
            }
        }
        return lines;
    }

    private static List<String> sentences() {
        return Stream.of("appender-common", "appender-logback", "appender-log4j2", "spring-boot-starter")
                .map(module -> docs().resolveSibling(module).resolve("src/main/java"))
                .flatMap(OperationsPageTest::sources)
                .flatMap(source -> Literals.of(read(source)).stream())
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .filter(OperationsPageTest::isSentence)
                .toList();
    }

    /** Long enough to be found again, and more than a name. */
    private static boolean isSentence(String text) {
        return text.length() >= 12 && text.contains(" ");
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> ELSEWHERE.stream().noneMatch(file::endsWith))
                    .filter(file -> HEARD.stream().anyMatch(file::endsWith)
                            || !SILENT.contains(file.getParent().getFileName().toString()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path docs() {
        return Path.of(System.getProperty("basedir", "."), "..", "docs");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
