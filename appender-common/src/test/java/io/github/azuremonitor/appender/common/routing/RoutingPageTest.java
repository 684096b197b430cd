package io.github.azuremonitor.appender.common.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Holds docs/routing.md to the code: asks the rules of its examples about the events that it names. */
class RoutingPageTest {
    private static final String TWO_RULES =
            "marker AUDIT -> Custom-Audit_CL\nlevel < INFO -> Custom-Debug_CL".replace(" ", "");

    private final String page = read();

    @Test
    void eachEventGoesWhereThePageSays() {
        RouteList rules = faultless(blocks("routes").get(0));
        List<List<String>> rows = cellsBelow("| Level | Logger | Markers | Goes to |");

        assertThat(rows).hasSizeGreaterThan(5).allSatisfy(cells -> {
            int first = first(rules, Severity.valueOf(cells.get(0)), cells.get(1), cells.get(2));
            assertThat(target(rules, first)).as(cells.toString()).isEqualTo(cells.get(3));
        });
    }

    @Test
    void eachConditionTakesAndLeavesWhatThePageSays() {
        List<List<String>> rows = cellsBelow("| Condition | Takes | Does not take |");

        assertThat(rows).hasSizeGreaterThan(8).allSatisfy(cells -> {
            RouteList rule = faultless(cells.get(0) + " -> drop");
            assertThat(first(rule, cells.get(1))).as(cells.toString()).isZero();
            assertThat(first(rule, cells.get(2))).as(cells.toString()).isEqualTo(-1);
        });
    }

    @Test
    void everyTargetIsRead() {
        List<List<String>> rows = cellsBelow("| Target | What happens |");

        assertThat(rows).hasSize(6).allSatisfy(cells -> {
            String target = cells.get(0).replace("a stream such as ", "").replace("`", "");
            faultless("level INFO -> " + target);
        });
        faultless("level INFO -> sample(0.000001%)");
        faultless("level INFO -> sample(99.999999%)");
    }

    @Test
    void everyFaultIsToldInTheWordsOfThePage() {
        List<List<String>> rows = cellsBelow("| You write | It says |");

        assertThat(rows).hasSizeGreaterThan(5).allSatisfy(cells -> {
            var faults = new ArrayList<String>();
            RouteList.parse(cells.get(0), faults);
            assertThat(faults).containsExactly(cells.get(1));
        });
    }

    @Test
    void theExamplesOfAllFrontEndsAreConfigurationAndSayTheSame() throws Exception {
        List<String> xml = blocks("xml");
        assertThat(xml).hasSize(2);
        for (String example : xml) {
            Map<String, String> explicit = settings(example);
            SettingsResult reading = SettingsReader.read(explicit, name -> null);
            assertThat(reading).as(reading.describe()).isInstanceOf(SettingsResult.Ready.class);
            assertSaysTheSame(
                    ((SettingsResult.Ready) reading).settings().routes().text());
        }
        List<String> properties = blocks("properties");
        assertThat(properties).hasSize(2).allSatisfy(example -> {
            assertThat(example).containsPattern("^(appender\\.azure\\.routes ?|AZURE_MONITOR_LOGS_ROUTES)=");
            assertSaysTheSame(example.substring(example.indexOf('=') + 1).strip());
        });
    }

    private static void assertSaysTheSame(String routes) {
        faultless(routes);
        assertThat(routes.replace(";", "\n").replace(" ", "")).isEqualTo(TWO_RULES);
    }

    /** Elements and attributes, as front ends collect them. */
    private static Map<String, String> settings(String xml) throws Exception {
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        Map<String, String> explicit = new HashMap<>();
        for (int i = 0; i < root.getAttributes().getLength(); i++) {
            Node attribute = root.getAttributes().item(i);
            explicit.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        explicit.keySet().removeAll(List.of("name", "class"));
        for (int i = 0; i < root.getChildNodes().getLength(); i++) {
            if (root.getChildNodes().item(i) instanceof Element child) {
                boolean rule = child.getTagName().endsWith("oute");
                explicit.merge(
                        rule ? "routes" : child.getTagName(),
                        child.getTextContent(),
                        (before, more) -> before + "\n" + more);
            }
        }
        return explicit;
    }

    /** As the page names them: {@code level DEBUG}, {@code logger com.acme}, {@code marker AUDIT}. */
    private static int first(RouteList rule, String event) {
        String[] words = event.replace("`", "").split(" ", 2);
        return first(
                rule,
                words[0].equals("level") ? Severity.valueOf(words[1]) : Severity.INFO,
                words[0].equals("logger") ? words[1] : "",
                words[0].equals("marker") ? words[1] : "");
    }

    private static int first(RouteList rules, Severity severity, String logger, String marker) {
        return rules.first(severity, logger, marker, String::equals);
    }

    private static String target(RouteList rules, int first) {
        if (first < 0) {
            return "streamName";
        }
        Route route = rules.routes().get(first);
        if (route.share() == 0) {
            return "drop";
        }
        return route.stream() == null ? "sample(" + Math.round(route.share() * 100) + "%)" : route.stream();
    }

    private static RouteList faultless(String text) {
        var faults = new ArrayList<String>();
        RouteList rules = RouteList.parse(text, faults);
        assertThat(faults).as(text).isEmpty();
        return rules;
    }

    private List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private List<List<String>> cellsBelow(String header) {
        return page.lines()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .map(cell -> cell.matches("`[^`]*`") ? cell.substring(1, cell.length() - 1) : cell)
                        .toList())
                .toList();
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "routing.md"));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
