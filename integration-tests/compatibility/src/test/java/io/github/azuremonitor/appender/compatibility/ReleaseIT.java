package io.github.azuremonitor.appender.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What is published is complete. */
class ReleaseIT {
    private static final Path ROOT = Snippets.ROOT;
    private static final String VERSION = Combination.version("project.version");
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    /** Folders of the modules that have a jar which is not kept from being published. */
    static Stream<String> published() throws Exception {
        var published = new ArrayList<String>();
        for (String module : texts(ROOT.resolve("pom.xml"), "/project/modules/module")) {
            Path pom = ROOT.resolve(module).resolve("pom.xml");
            boolean kept = texts(pom, "/project/properties/maven.deploy.skip").contains("true");
            boolean jar = !texts(pom, "/project/packaging").contains("pom");
            if (!kept && jar) {
                published.add(module);
            }
        }
        return published.stream();
    }

    @ParameterizedTest
    @MethodSource("published")
    void aJarSaysWhoseItIsAndWhatItIsCalled(String module) throws Exception {
        try (var jar = new JarFile(jar(module, "").toFile())) {
            for (String file : List.of("LICENSE", "NOTICE")) {
                assertThat(jar.getEntry("META-INF/" + file)).as(file).isNotNull();
                try (InputStream content = jar.getInputStream(jar.getEntry("META-INF/" + file))) {
                    assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo(Snippets.read(ROOT.resolve(file)));
                }
            }
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .matches("io\\.github\\.azuremonitor\\.appender\\.[a-z0-9.]+")
                    .isEqualTo(texts(ROOT.resolve(module).resolve("pom.xml"), "/project/properties/module.name")
                            .get(0));
            assertThat(jar.stream().filter(entry -> entry.getName().endsWith(".class")))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void itsSourcesAndItsJavadocComeWithIt(String module) throws Exception {
        Path javadoc = jar(module, "-javadoc");
        assumeTrue(
                Boolean.getBoolean("thorough") || Files.exists(javadoc),
                "skipped: sources and Javadoc come with -Pthorough and -Prelease");
        try (var sources = new JarFile(jar(module, "-sources").toFile())) {
            assertThat(sources.stream().filter(entry -> entry.getName().endsWith(".java")))
                    .isNotEmpty();
        }
        try (var pages = new JarFile(javadoc.toFile())) {
            assertThat(pages.getEntry("index.html")).isNotNull();
        }
    }

    @Test
    void theBomListsWhatIsPublishedAndNothingElse() throws Exception {
        Path bom = ROOT.resolve("bom/pom.xml");
        List<String> artifacts = published()
                .map(module -> {
                    try {
                        return texts(ROOT.resolve(module).resolve("pom.xml"), "/project/artifactId")
                                .get(0);
                    } catch (Exception broken) {
                        throw new AssertionError(broken);
                    }
                })
                .toList();

        assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId"))
                .containsExactlyInAnyOrderElementsOf(artifacts);
        assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/version"))
                .containsOnly("${project.version}");
        assertThat(texts(bom, "/project/version")).containsExactly(VERSION);
        assertThat(texts(bom, "/project/parent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/any-jvm.md", "docs/log4j2.md"})
    void aPageNamesTheVersionThatIsBuilt(String page) {
        assertThat(Pattern.compile("azure-monitor-appender-[a-z0-9]+</artifactId>\\s*<version>(.*?)</version>")
                        .matcher(Snippets.read(ROOT.resolve(page)))
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .containsOnly(VERSION);
    }

    @Test
    void thePageOfDependenciesNamesWhatAnApplicationGets() {
        List<String> resolved = Program.jars(Program.APPENDERS).stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> !name.startsWith("azure-monitor-appender-"))
                .map(name -> name.replaceAll("^(.*?)-(\\d.*)\\.jar$", "| `$1` | $2 |"))
                .sorted()
                .toList();
        List<String> named = Snippets.read(ROOT.resolve("docs/dependencies.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1) + 1))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(resolved);
    }

    private static Path jar(String module, String classifier) throws Exception {
        Path folder = ROOT.resolve(module);
        String artifact =
                texts(folder.resolve("pom.xml"), "/project/artifactId").get(0);
        return folder.resolve("target/" + artifact + "-" + VERSION + classifier + ".jar");
    }

    private static List<String> texts(Path xml, String path) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        var found = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
        var texts = new ArrayList<String>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }
}
