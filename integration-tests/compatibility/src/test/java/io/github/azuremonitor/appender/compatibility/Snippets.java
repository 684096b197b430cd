package io.github.azuremonitor.appender.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of examples/snippets, and the pages that show them or link to them. */
final class Snippets {
    static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "../..").normalize();
    static final Path FOLDER = ROOT.resolve("examples/snippets");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- snippet: (\\S+) -->\\n```\\w*\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern LINKED = Pattern.compile("\\]\\(\\.\\./examples/snippets/([^)]+)\\)");

    private Snippets() {}

    /** All files, by their names below the folder. */
    static List<String> files() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static List<String> files(String beginning, String end) {
        return files().stream()
                .filter(name -> name.substring(name.lastIndexOf('/') + 1).contains(beginning) && name.endsWith(end))
                .toList();
    }

    static String text(String file) {
        return read(FOLDER.resolve(file));
    }

    /** What pages show under the name of a file; a file that is linked is shown as it is. */
    static Map<String, String> shown() {
        var shown = new TreeMap<String, String>();
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            pages.filter(page -> page.toString().endsWith(".md"))
                    .map(Snippets::read)
                    .forEach(page -> {
                        LINKED.matcher(page)
                                .results()
                                .forEach(link -> shown.putIfAbsent(link.group(1), text(link.group(1))));
                        SHOWN.matcher(page).results().forEach(block -> shown.put(block.group(1), block.group(2)));
                    });
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return shown;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
