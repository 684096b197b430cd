package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Logback's and Log4j2's XML. Reads neither DTDs nor external entities. */
final class XmlConfig {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Path file;
    private final Placeholders placeholders;
    private final List<AppenderConfig> found = new ArrayList<>();

    XmlConfig(Path file, Placeholders placeholders) {
        this.file = file;
        this.placeholders = placeholders;
    }

    List<AppenderConfig> read(InputStream in) throws IOException, BadInput {
        try {
            visit(parser().parse(in).getDocumentElement());
            return found;
        } catch (SAXParseException broken) {
            String why = String.valueOf(broken.getMessage());
            throw new BadInput(file + ": line " + broken.getLineNumber() + ": "
                    + (why.contains(NO_DOCTYPE) ? "a DOCTYPE is not read; remove it" : why));
        } catch (SAXException broken) {
            throw new BadInput(file + ": " + broken.getMessage());
        }
    }

    private static DocumentBuilder parser() throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setCoalescing(true);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(null); // It would print to stderr.
            return parser;
        } catch (ParserConfigurationException strangeJdk) {
            throw new IOException(strangeJdk.getMessage(), strangeJdk);
        }
    }

    private void visit(Element element) {
        String name = element.getTagName();
        switch (name.toLowerCase(Locale.ROOT)) {
            case "property", "variable" -> define(element);
            case "springproperty" ->
                placeholders.define(element.getAttribute("name"), element.getAttribute("defaultValue"));
            case "azuremonitor" -> found.add(log4j(element));
            case "appender" -> {
                if (element.getAttribute("class").equals(Settings.LOGBACK_CLASS)) {
                    found.add(logback(element));
                } else if (element.getAttribute("type").equalsIgnoreCase(Settings.LOG4J_PLUGIN)) {
                    found.add(log4j(element));
                }
            }
            default -> children(element).forEach(this::visit);
        }
    }

    private void define(Element property) {
        String value = property.hasAttribute("value") ? property.getAttribute("value") : text(property);
        placeholders.define(property.getAttribute("name"), value);
    }

    private AppenderConfig logback(Element appender) {
        Map<String, String> settings = texts(appender, Settings.LOGBACK_ROUTE);
        columns(appender).addTo(settings, placeholders);
        return new AppenderConfig(file, appender.getAttribute("name"), settings);
    }

    /** Log4j2 takes an element that holds nothing but text for an attribute. */
    private AppenderConfig log4j(Element appender) {
        Map<String, String> settings = texts(appender, Settings.LOG4J_ROUTE);
        String routes = settings.remove(Setting.ROUTES.flatName());
        NamedNodeMap attributes = appender.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            put(settings, attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
        }
        columns(appender).addTo(settings, placeholders);
        if (routes != null) {
            Settings.addRoutes(settings, routes);
        }
        return new AppenderConfig(file, appender.getAttribute("name"), settings);
    }

    /** Elements for columns, in the appender itself or in one element around them. */
    private static ColumnLines columns(Element appender) {
        var lines = new ColumnLines();
        List<Element> children = children(appender);
        // The text stands before the elements, wherever these are.
        children.stream().filter(XmlConfig::isColumns).forEach(child -> lines.add(ownText(child)));
        for (Element child : children) {
            if (isColumn(child)) {
                lines.add(attribute(child, "name"), attribute(child, "type"), source(child));
            } else if (isColumns(child)) {
                children(child).stream()
                        .filter(XmlConfig::isColumn)
                        .forEach(column ->
                                lines.add(attribute(column, "name"), attribute(column, "type"), source(column)));
            }
        }
        return lines;
    }

    private static boolean isColumn(Element element) {
        return element.getTagName().equalsIgnoreCase(ColumnLines.COLUMN);
    }

    private static boolean isColumns(Element element) {
        return element.getTagName().equalsIgnoreCase(ColumnLines.COLUMNS);
    }

    private static @Nullable String source(Element column) {
        String source = attribute(column, "source");
        return source == null ? text(column) : source;
    }

    private static @Nullable String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }

    private Map<String, String> texts(Element appender, String route) {
        var settings = new LinkedHashMap<String, String>();
        for (Element child : children(appender)) {
            if (child.getTagName().equalsIgnoreCase(route)) {
                addRoute(settings, child);
            } else if (isColumns(child)) {
                settings.put(ColumnLines.COLUMNS, "");
            } else if (child.getTagName().equals(Setting.ROUTES.flatName())) {
                put(settings, child.getTagName(), ownText(child));
                children(child).stream()
                        .filter(rule -> rule.getTagName().equalsIgnoreCase(route))
                        .forEach(rule -> addRoute(settings, rule));
            } else if (children(child).isEmpty() && child.getAttributes().getLength() == 0 && !isColumn(child)) {
                put(settings, child.getTagName(), text(child));
            }
        }
        return settings;
    }

    private void addRoute(Map<String, String> settings, Element route) {
        String rule = route.hasAttribute("value") ? route.getAttribute("value") : text(route);
        Settings.addRoutes(settings, placeholders.resolve(rule).strip());
    }

    private void put(Map<String, String> settings, String name, String value) {
        String text = placeholders.resolve(value).strip();
        String flat = Settings.flat(name);
        if (flat.equals(Setting.ROUTES.flatName())) {
            Settings.addRoutes(settings, text);
        } else if (!Settings.isOfTheFramework(name)) {
            settings.put(flat, text);
        }
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    /** Without that of the elements within. */
    private static String ownText(Element element) {
        var own = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Text text) {
                own.append(text.getData());
            }
        }
        return own.toString().strip();
    }

    private static List<Element> children(Element element) {
        var children = new ArrayList<Element>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element childElement) {
                children.add(childElement);
            }
        }
        return children;
    }
}
