package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Values;
import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.ReferenceSlips;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.composite.CompositeConfiguration;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.util.NetUtils;
import org.apache.logging.log4j.status.StatusLogger;
import org.apache.logging.log4j.util.PropertiesUtil;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What Log4j2's XML reader drops, so that no plugin ever sees it: an unknown element if there are known ones within it,
 * and the attributes of an element that stands for an attribute of its parent. So files are read once more, just for
 * these.
 */
final class DroppedElements {
    private final PluginManager plugins = new PluginManager(Node.CATEGORY);
    private final Configuration configuration;
    private final List<String> others;
    private final List<SettingProblem> slips = new ArrayList<>();

    private DroppedElements(Configuration configuration, List<String> others) {
        this.configuration = configuration;
        this.others = others;
        plugins.collectPlugins(configuration.getPluginPackages());
    }

    /**
     * What was dropped within the appender's element and the references to it; empty for other formats, whose readers drop nothing.
     *
     * @param others elements that exist besides the settings
     */
    static List<SettingProblem> of(Configuration configuration, String appender, List<String> others) {
        var dropped = new DroppedElements(configuration, others);
        try {
            for (ConfigurationSource source : sources(configuration)) {
                dropped.within(root(source), appender);
            }
        } catch (IOException | SAXException | ParserConfigurationException | RuntimeException unreadable) {
            StatusLogger.getLogger()
                    .warn("AzureMonitor appender " + appender + ": the configuration could not be looked through for"
                            + " misspelt elements: " + Values.text(unreadable));
        }
        return dropped.slips;
    }

    /** Those in XML. A configuration that was merged from several files does not say which they were. */
    private static List<ConfigurationSource> sources(Configuration configuration) throws IOException {
        if (configuration instanceof XmlConfiguration) {
            ConfigurationSource source = configuration.getConfigurationSource().resetInputStream();
            return source == null ? List.of() : List.of(source);
        }
        String files = configuration instanceof CompositeConfiguration
                ? PropertiesUtil.getProperties().getStringProperty(ConfigurationFactory.CONFIGURATION_FILE_PROPERTY)
                : null;
        return files == null
                ? List.of()
                : Arrays.stream(files.split(","))
                        .map(String::strip)
                        .filter(file -> file.toLowerCase(Locale.ROOT).endsWith(".xml"))
                        .map(file -> ConfigurationSource.fromUri(NetUtils.toURI(file)))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Read as Log4j2 reads it. */
    private static Element root(ConfigurationSource source)
            throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setXIncludeAware(true);
        factory.setExpandEntityReferences(false);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        try (InputStream bytes = source.getInputStream()) {
            var input = new InputSource(bytes);
            input.setSystemId(source.getLocation());
            return factory.newDocumentBuilder().parse(input).getDocumentElement();
        }
    }

    private void within(Element root, String appender) {
        NodeList all = root.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            String name = value(element, "name");
            boolean itself = AzureMonitorAppender.PLUGIN_NAME.equalsIgnoreCase(type(element))
                    && (name.isEmpty() || name.equals(appender));
            boolean reference =
                    ReferenceSlips.ELEMENT.equalsIgnoreCase(type(element)) && appender.equals(value(element, "ref"));
            if (itself || reference) {
                add(element);
            }
        }
    }

    private String value(Element element, String attribute) {
        return configuration.getStrSubstitutor().replace(element.getAttribute(attribute));
    }

    private void add(Element parent) {
        children(parent).forEach(child -> {
            if (isKnown(child)) {
                add(child);
            } else if (children(child).anyMatch(this::isKnown)) {
                slips.add(MisspeltNames.element(type(child), others));
            } else if (child.hasAttributes() && isSetting(type(child))) {
                slips.add(new SettingProblem(
                        "element <" + type(child) + ">",
                        null,
                        "Log4j2 does not read the attribute "
                                + child.getAttributes().item(0).getNodeName()
                                + "; write the value as the element's text"));
            } else if (child.getTextContent().isBlank() && MisspeltNames.limitsWhatIsSent(type(child))) {
                slips.add(MisspeltNames.empty(type(child)));
            }
        });
    }

    /** An unknown element is reported by its name, whatever its content. */
    private static boolean isSetting(String name) {
        return Arrays.stream(Setting.values())
                .anyMatch(setting -> setting.flatName().equalsIgnoreCase(name));
    }

    private boolean isKnown(Element element) {
        return plugins.getPluginType(type(element)) != null;
    }

    private static Stream<Element> children(Element parent) {
        NodeList all = parent.getChildNodes();
        return IntStream.range(0, all.getLength())
                .mapToObj(all::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    /** In a strict configuration an attribute holds the element's type. */
    private static String type(Element element) {
        String type = element.getAttribute("type");
        return element.getTagName().equalsIgnoreCase("appender") && !type.isEmpty() ? type : element.getTagName();
    }
}
