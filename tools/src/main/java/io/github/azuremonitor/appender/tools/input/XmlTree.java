package io.github.azuremonitor.appender.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** XML as nodes. Reads neither DTDs nor external entities. */
final class XmlTree extends DefaultHandler {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Path file;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Locator locator;
    private @Nullable Node root;

    private XmlTree(Path file) {
        this.file = file;
    }

    static Node read(Path file) throws IOException, BadInput {
        var tree = new XmlTree(file);
        try (InputStream in = Files.newInputStream(file)) {
            parser().parse(in, tree);
        } catch (SAXParseException broken) {
            String why = String.valueOf(broken.getMessage());
            throw new BadInput(file + ": line " + broken.getLineNumber() + ": "
                    + (why.contains(NO_DOCTYPE) ? "a DOCTYPE is not read; remove it" : why));
        } catch (SAXException broken) {
            throw new BadInput(file + ": " + broken.getMessage());
        }
        Node read = tree.root;
        if (read == null) {
            throw new BadInput(file + ": is empty");
        }
        return read;
    }

    private static SAXParser parser() throws IOException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setXIncludeAware(false);
            return factory.newSAXParser();
        } catch (ParserConfigurationException | SAXException strangeJdk) {
            throw new IOException(strangeJdk.getMessage(), strangeJdk);
        }
    }

    @Override
    public void setDocumentLocator(Locator given) {
        locator = given;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes given) {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 0; i < given.getLength(); i++) {
            attributes.put(given.getQName(i), given.getValue(i));
        }
        Locator here = locator;
        open.push(new Open(name, attributes, file + ": line " + (here == null ? 0 : here.getLineNumber())));
    }

    @Override
    public void characters(char[] text, int start, int length) {
        Open inner = open.peek();
        if (inner != null) {
            inner.text.append(text, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        Open ended = open.pop();
        var node = new Node(
                ended.name,
                ended.attributes,
                List.copyOf(ended.children),
                ended.text.toString().strip(),
                ended.place);
        Open around = open.peek();
        if (around == null) {
            root = node;
        } else {
            around.children.add(node);
        }
    }

    /** The caller reports it; the parser would print it. */
    @Override
    public void fatalError(SAXParseException broken) throws SAXException {
        throw broken;
    }

    private static final class Open {
        private final String name;
        private final Map<String, String> attributes;
        private final String place;
        private final List<Node> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(String name, Map<String, String> attributes, String place) {
            this.name = name;
            this.attributes = attributes;
            this.place = place;
        }
    }
}
