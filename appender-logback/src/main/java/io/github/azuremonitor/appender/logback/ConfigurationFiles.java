package io.github.azuremonitor.appender.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.joran.spi.ConfigurationWatchList;
import ch.qos.logback.core.joran.util.ConfigurationWatchListUtil;
import ch.qos.logback.core.spi.ScanException;
import ch.qos.logback.core.util.Loader;
import ch.qos.logback.core.util.OptionHelper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The files that a context was configured with, read once more: Joran's model no longer has attributes that no action
 * used, nor elements without text. A configuration from a stream or from code has no file, and one from the network is
 * not fetched again.
 */
final class ConfigurationFiles {
    private static final List<String> LOCAL = List.of("file", "jar", "nested");

    /** Where Logback and Spring Boot look, in their order. */
    private static final List<String> CONVENTIONAL =
            List.of("logback-test.xml", "logback.xml", "logback-test-spring.xml", "logback-spring.xml");

    private static final String CLASSPATH = "classpath:";

    private final Context context;
    private final Set<String> seen = new HashSet<>();
    private final List<Element> roots = new ArrayList<>();

    private ConfigurationFiles(Context context) {
        this.context = context;
    }

    /** Roots of all files; an unreadable one is left out, because Logback has reported it. */
    static List<Element> roots(Context context) {
        var files = new ConfigurationFiles(context);
        URL main = ConfigurationWatchListUtil.getMainWatchURL(context);
        // Newer versions of Logback remember it only if scanning is on.
        files.add(main == null ? files.conventional() : main);
        ConfigurationWatchList watched = ConfigurationWatchListUtil.getConfigurationWatchList(context);
        if (watched != null) {
            for (File file : watched.getCopyOfFileWatchList()) {
                files.add(file);
            }
        }
        return files.roots;
    }

    /** Where the file must be, unless code passed it to Joran; or null. */
    private @Nullable URL conventional() {
        String named = property("logging.config");
        if (named == null) {
            named = System.getProperty("logback.configurationFile");
        }
        if (named != null) {
            return located(named);
        }
        for (String name : CONVENTIONAL) {
            URL found = Loader.getResourceBySelfClassLoader(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A property of Spring Boot's environment, which it leaves in the context for its own elements. */
    private @Nullable String property(String name) {
        Object environment = context.getObject("org.springframework.core.env.Environment");
        try {
            if (environment != null) {
                Object value = environment
                        .getClass()
                        .getMethod("getProperty", String.class)
                        .invoke(environment, name);
                return value == null ? null : value.toString().strip();
            }
        } catch (ReflectiveOperationException | RuntimeException notAsToday) {
            // Then the location is that of plain Logback.
        }
        return System.getProperty(name);
    }

    /** A URL, a resource or a file, as the frameworks read it. */
    private static @Nullable URL located(String place) {
        String resource = place.startsWith(CLASSPATH) ? place.substring(CLASSPATH.length()) : place;
        try {
            return new URL(place);
        } catch (MalformedURLException noUrl) {
            URL found = Loader.getResourceBySelfClassLoader(resource.replaceFirst("^/", ""));
            return found == null && !place.startsWith(CLASSPATH) ? url(new File(place)) : found;
        }
    }

    private static @Nullable URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException noUrl) {
            return null;
        }
    }

    private void add(File file) {
        add(url(file));
    }

    private void add(@Nullable URL url) {
        if (url == null || !LOCAL.contains(url.getProtocol()) || !seen.add(url.toString())) {
            return;
        }
        try {
            Element root = read(url);
            roots.add(root);
            for (Element include : all(root, "include")) {
                included(include);
            }
        } catch (IOException
                | SAXException
                | ParserConfigurationException
                | ScanException
                | RuntimeException unreadable) {
            // Logback has reported it: the file's elements are missing, or it holds properties instead of XML.
        }
    }

    private void included(Element include) throws IOException, ScanException {
        String file = value(include, "file");
        String resource = value(include, "resource");
        String url = value(include, "url");
        if (!file.isEmpty()) {
            add(new File(file));
        } else if (!resource.isEmpty()) {
            add(Loader.getResourceBySelfClassLoader(resource));
        } else if (!url.isEmpty()) {
            add(URI.create(url).toURL());
        }
    }

    private String value(Element element, String attribute) throws ScanException {
        return OptionHelper.substVars(element.getAttribute(attribute), context);
    }

    /** Without resolving anything that the file refers to. */
    private static Element read(URL url) throws IOException, SAXException, ParserConfigurationException {
        // The JDK's own: looking for another one takes time at a start, and it need not know these features.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setExpandEntityReferences(false);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        URLConnection connection = url.openConnection();
        // Otherwise a jar stays open that the application may want to replace.
        connection.setUseCaches(false);
        try (InputStream bytes = connection.getInputStream()) {
            var builder = factory.newDocumentBuilder();
            // The default one prints to stderr.
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(bytes)).getDocumentElement();
        }
    }

    /** All elements with this name below another one. */
    static List<Element> all(Element root, String name) {
        return elements(root.getElementsByTagName(name));
    }

    /** The elements directly within another one. */
    static List<Element> children(Element parent) {
        return elements(parent.getChildNodes());
    }

    /** A loop, as all that runs at a start: linking a stream's lambdas takes longer. */
    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
