package io.github.azuremonitor.appender.summary;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Prints, as the last line of a build, which tests were skipped and why. */
final class SkippedTests {
    private static final Pattern ASSUMPTION = Pattern.compile("(?:.*?Assumption failed: )?(?:skipped: )?(.*)");
    private static final Pattern OF_A_CLASS = Pattern.compile("(.*): \\w+ is skipped");
    private static final Pattern PROPERTY = Pattern.compile("System property \\[(.+)] does not exist");

    private SkippedTests() {}

    /** Reads all test reports below the directory {@code args[0]}. */
    public static void main(String[] args) throws Exception {
        System.out.println(line(Path.of(args[0]), Boolean.getBoolean("thorough")));
    }

    static String line(Path root, boolean thorough) throws Exception {
        Map<String, Map<String, Integer>> byReason = new TreeMap<>();
        for (Path report : reports(root)) {
            read(report, byReason);
        }
        String skipped = byReason.isEmpty()
                ? "no test was skipped"
                : byReason.entrySet().stream()
                        .map(reason -> sentence(reason.getKey(), reason.getValue()))
                        .collect(joining("; ", "skipped: ", ""));
        return skipped + (thorough ? "" : "; fewer rounds and combinations than with -Pthorough");
    }

    private static String sentence(String reason, Map<String, Integer> classes) {
        int count = classes.values().stream().mapToInt(Integer::intValue).sum();
        return count + " of " + String.join(", ", new TreeSet<>(classes.keySet())) + " (" + reason + ")";
    }

    private static List<Path> reports(Path root) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean leaf = name.equals("src") || name.equals("classes") || name.equals("test-classes");
                return leaf || (name.startsWith(".") && name.length() > 2)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports")
                        && file.getFileName().toString().matches("TEST-.*\\.xml")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static void read(Path report, Map<String, Map<String, Integer>> byReason)
            throws ParserConfigurationException, IOException {
        NodeList skipped;
        try {
            skipped = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("skipped");
        } catch (SAXException halfWritten) {
            return;
        }
        for (int i = 0; i < skipped.getLength(); i++) {
            Element why = (Element) skipped.item(i);
            String className = ((Element) why.getParentNode()).getAttribute("classname");
            String message = why.getAttribute("message");
            String reason = reason(message.isBlank() ? why.getTextContent() : message);
            byReason.computeIfAbsent(reason, none -> new TreeMap<>())
                    .merge(className.substring(className.lastIndexOf('.') + 1), 1, Integer::sum);
        }
    }

    private static String reason(String text) {
        String first = text.strip().lines().findFirst().orElse("no reason given");
        Matcher property = PROPERTY.matcher(first);
        if (property.matches()) {
            return property.group(1).equals("thorough") ? "only with -Pthorough" : "needs -D" + property.group(1);
        }
        Matcher ofClass = OF_A_CLASS.matcher(first);
        if (ofClass.matches()) {
            return ofClass.group(1);
        }
        Matcher assumption = ASSUMPTION.matcher(first);
        return assumption.matches() ? assumption.group(1) : first;
    }
}
