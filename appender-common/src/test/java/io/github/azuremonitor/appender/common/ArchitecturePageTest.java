package io.github.azuremonitor.appender.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the architecture names what there is. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern STEP = Pattern.compile("(\\d+)\\. .*");
    private static final Pattern HEAD = Pattern.compile("On .* \\((`[a-z.]+`(, `[a-z.]+`)*)\\):");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

    @Test
    void theWalkIsShortAndItsNamesAreThere() throws IOException {
        List<String> lines = walk();
        List<Integer> steps = lines.stream()
                .map(STEP::matcher)
                .filter(Matcher::matches)
                .map(step -> Integer.valueOf(step.group(1)))
                .toList();
        var wrong = new ArrayList<String>();
        int named = 0;
        List<String> packages = List.of();
        for (String line : lines) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                packages = List.of(head.group(1).replace("`", "").split(", ", -1));
                continue;
            }
            Matcher name = NAME.matcher(line);
            boolean isNamed = false;
            while (name.find()) {
                isNamed = true;
                if (!isDeclared(packages, name.group(1), name.group(2))) {
                    wrong.add(name.group());
                }
            }
            named += isNamed && STEP.matcher(line).matches() ? 1 : 0;
        }

        assertThat(wrong)
                .as("names of the walk that no class in the packages at their head has")
                .isEmpty();
        assertThat(named).as("steps that name a method").isEqualTo(steps.size());
        assertThat(steps).hasSizeBetween(10, 25);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i)).isEqualTo(i + 1);
        }
    }

    private static List<String> walk() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/architecture.md")).stream()
                .dropWhile(line -> !line.equals("## A newcomer's walk"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }

    private static boolean isDeclared(List<String> packages, String type, String method) throws IOException {
        for (String module : List.of("appender-common", "appender-logback")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                List<Path> found = files.filter(file -> packages.stream()
                                .anyMatch(each -> file.endsWith(each.replace('.', '/') + "/" + type + ".java")))
                        .toList();
                for (Path file : found) {
                    String declaration = "(?m)^    (?!return |throw )[\\w@<>\\[\\], .?]* " + method + "\\(";
                    if (Pattern.compile(declaration)
                            .matcher(Files.readString(file))
                            .find()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
