package io.github.azuremonitor.appender.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Holds docs/configuration.md to the code: when it fails, the message shows what the page should say. */
class ConfigurationPageTest {
    private final String page = read();

    @Test
    void theTableSaysWhatTheCodeSays() {
        List<String> rows = new ArrayList<>();
        Setting.Use use = null;
        for (Setting setting : Setting.values()) {
            if (setting.use() != use) {
                use = setting.use();
                rows.add("| **" + use.name().charAt(0) + use.name().substring(1).toLowerCase(Locale.ROOT)
                        + "** | | | |");
            }
            String standard = setting.defaultText() == null ? "–" : "`" + setting.defaultText() + "`";
            rows.add("| `" + setting.flatName() + "` | " + standard + " | " + setting.description() + " | `"
                    + setting.environmentNames().get(0) + "` |");
        }

        assertThat(rowsBelow("| Setting | Default | Meaning | Environment variable |"))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void theFamiliarWordsAreThoseThatMessagesTranslate() {
        assertThat(rowsBelow("| You wrote | What to do |"))
                .containsExactlyElementsOf(UnknownNames.WORDS.stream()
                        .map(word -> "| `" + word.name() + "` | " + word.instead() + " |")
                        .toList());
    }

    @Test
    void noCellOfTheTablesBreaksItsRow() {
        assertThat(rowsBelow("| Setting | Default | Meaning | Environment variable |"))
                .allMatch(row -> row.chars().filter(letter -> letter == '|').count() == 5);
        assertThat(rowsBelow("| You wrote | What to do |"))
                .allMatch(row -> row.chars().filter(letter -> letter == '|').count() == 3);
    }

    @Test
    void theLogbackExampleIsConfigurationWithoutFault() throws Exception {
        Document document = xml("<configuration>");
        NodeList children = document.getElementsByTagName("appender").item(0).getChildNodes();
        Map<String, String> explicit = new HashMap<>();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element child) {
                explicit.put(child.getTagName(), child.getTextContent());
            }
        }

        assertFaultless(explicit, Map.of());
    }

    @Test
    void theLog4j2ExampleIsConfigurationWithoutFault() throws Exception {
        NamedNodeMap attributes = xml("<Configuration>")
                .getElementsByTagName("AzureMonitor")
                .item(0)
                .getAttributes();
        Map<String, String> explicit = new HashMap<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            explicit.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
        }
        explicit.remove("name");

        assertFaultless(explicit, Map.of());
    }

    @Test
    void theEnvironmentExampleIsConfigurationWithoutFault() {
        Map<String, String> environment = Pattern.compile("(?m)^(AZURE_MONITOR_LOGS_\\w+)=(.*)$")
                .matcher(page)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        List<String> names = List.of(Setting.values()).stream()
                .flatMap(setting -> setting.environmentNames().stream())
                .toList();

        assertThat(names).containsAll(environment.keySet());
        assertFaultless(Map.of(), environment);
    }

    private static void assertFaultless(Map<String, String> explicit, Map<String, String> environment) {
        SettingsResult reading = SettingsReader.read(explicit, environment::get);

        assertThat(reading).as(reading.describe()).isInstanceOf(SettingsResult.Ready.class);
        assertThat(reading.warnings()).isEmpty();
    }

    private List<String> rowsBelow(String header) {
        return page.lines()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    /** The XML example that begins so. */
    private Document xml(String root) throws Exception {
        String text = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(example -> example.startsWith(root))
                .findFirst()
                .orElseThrow();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md"));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
