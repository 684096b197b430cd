package io.github.azuremonitor.appender.log4j2;

import io.github.azuremonitor.appender.common.event.Values;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusLogger;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Log4j2's reader of XML drops an element of a name that it does not know if there are others within that it does know, and
 * no plugin ever sees it. So the file is read once more, for the names of those alone.
 */
final class DroppedElements {
    private final PluginManager plugins = new PluginManager(Node.CATEGORY);

    private DroppedElements(XmlConfiguration configuration) {
        plugins.collectPlugins(configuration.getPluginPackages());
    }

    /** Names of what was dropped within the appender's element; empty for other formats, whose readers drop nothing. */
    static List<String> of(Configuration configuration, String appender) {
        if (!(configuration instanceof XmlConfiguration xml)) {
            return List.of();
        }
        try {
            ConfigurationSource source = xml.getConfigurationSource().resetInputStream();
            return source == null ? List.of() : new DroppedElements(xml).within(root(source), xml, appender);
        } catch (IOException | SAXException | ParserConfigurationException | RuntimeException unreadable) {
            StatusLogger.getLogger()
                    .warn("AzureMonitor appender " + appender + ": the configuration could not be looked through for"
                            + " misspelt elements: " + Values.text(unreadable));
            return List.of();
        }
    }

    /** Read as Log4j2 does it. */
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

    private List<String> within(Element root, Configuration configuration, String appender) {
        var dropped = new ArrayList<String>();
        NodeList all = root.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            String name = configuration.getStrSubstitutor().replace(element.getAttribute("name"));
            if (AzureMonitorAppender.PLUGIN_NAME.equalsIgnoreCase(type(element))
                    && (name.isEmpty() || name.equals(appender))) {
                add(element, dropped);
            }
        }
        return dropped;
    }

    private void add(Element parent, List<String> dropped) {
        children(parent).forEach(child -> {
            if (isKnown(child)) {
                add(child, dropped);
            } else if (children(child).anyMatch(this::isKnown)) {
                dropped.add(type(child));
            }
        });
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

    /** In a strict configuration an attribute says what the element is. */
    private static String type(Element element) {
        String type = element.getAttribute("type");
        return element.getTagName().equalsIgnoreCase("appender") && !type.isEmpty() ? type : element.getTagName();
    }
}
