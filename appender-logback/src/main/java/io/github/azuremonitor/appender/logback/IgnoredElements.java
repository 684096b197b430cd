package io.github.azuremonitor.appender.logback;

import static io.github.azuremonitor.appender.logback.ConfigurationFiles.children;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ScanException;
import ch.qos.logback.core.util.OptionHelper;
import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * Parts of an appender's element that Logback ignores without any status: attributes that nothing reads, elements and
 * texts without effect, and a word that is not a level, for which it takes DEBUG. Each could let more be sent than
 * intended.
 */
final class IgnoredElements {
    /** Elements that choose or group entries; their direct content belongs to the appender. */
    private static final Set<String> CHOOSING = Set.of("if", "then", "else", "springprofile");

    /** Elements that have attributes of their own, or do not affect what is sent. */
    private static final Set<String> OTHERS =
            Set.of("condition", "param", "property", "variable", "substitutionproperty", "encoder", "layout");

    /** Entries of settings that limit what is sent. */
    private static final Set<String> ENTRIES = Set.of("column", "route");

    private static final List<String> LOGGERS = List.of("logger", "root");

    /** What Logback takes besides levels: that of the parent. */
    private static final Set<String> INHERITING = Set.of("INHERITED", "NULL");

    private static final String NO_LEVEL =
            "is not a level, and Logback takes DEBUG for it; write TRACE, DEBUG, INFO, WARN or ERROR";
    private static final String OF_LOGBACK = "ch.qos.logback.";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:$]+)");
    private static final List<String> DEFINED_BY = List.of("name", "key", "as");

    private final Context context;
    private final List<Element> roots;
    private final List<SettingProblem> slips = new ArrayList<>();
    private final List<String> wrongLevels = new ArrayList<>();

    private IgnoredElements(Context context, List<Element> roots) {
        this.context = context;
        this.roots = roots;
    }

    /** Finds those of one appender in the files that the context was configured with. */
    static IgnoredElements of(Context context, String appender) {
        var silent = new IgnoredElements(context, ConfigurationFiles.roots(context));
        for (Element root : silent.roots) {
            for (Element element : ConfigurationFiles.all(root, "appender")) {
                if (silent.is(element, appender)) {
                    silent.look(element, false);
                }
            }
            silent.lookAtLoggers(root);
        }
        return silent;
    }

    /** What keeps the appender from shipping. */
    List<SettingProblem> slips() {
        return slips;
    }

    /** A sentence for each logger whose level is a word that is not one. All appenders get what it logs then. */
    List<String> wrongLevels() {
        return wrongLevels;
    }

    /** Finds filters that Logback could not start, and which would let everything pass. */
    static List<SettingProblem> of(List<? extends Filter<?>> filters) {
        var slips = new ArrayList<SettingProblem>();
        for (Filter<?> filter : filters) {
            if (!filter.isStarted() && filter.getClass().getName().startsWith(OF_LOGBACK)) {
                slips.add(new SettingProblem(
                        "filter " + filter.getClass().getSimpleName(),
                        null,
                        "has not started and would let everything pass; give it what it needs, such as <level>"));
            }
        }
        return slips;
    }

    private boolean is(Element element, String appender) {
        String type = value(element.getAttribute("class"));
        String name = value(element.getAttribute("name"));
        // The short name is from an <import>. A name that only Logback can resolve may be this class's.
        return (type.equals(AzureMonitorAppender.class.getName())
                        || type.equals(AzureMonitorAppender.class.getSimpleName()))
                && (name.equals(appender) || isUndefined(name));
    }

    private void look(Element element, boolean inFilterOfLogback) {
        String tag = element.getTagName().toLowerCase(Locale.ROOT);
        if (OTHERS.contains(tag)) {
            return;
        }
        List<Element> children = children(element);
        if (CHOOSING.contains(tag)) {
            lookAtText(element);
        } else if (element.hasAttribute("class")) {
            lookAtAttributes(element, Set.of("class", "name"), "write it as an element within");
            lookAtText(element);
        } else if (children.isEmpty()) {
            boolean ofAttributes = lookAtAttributes(element, Set.of(), "write the value as the element's text");
            lookAtValue(element, tag, inFilterOfLogback, ofAttributes);
        } else {
            lookAtAttributes(element, Set.of("name"), "write it as an element within");
        }
        boolean inside = inFilterOfLogback || (tag.equals("filter") && isOfLogback(element));
        for (Element child : children) {
            look(child, inside);
        }
    }

    /** Returns whether any is not known. */
    private boolean lookAtAttributes(Element element, Set<String> known, String cure) {
        boolean any = false;
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            String name = attributes.item(i).getNodeName();
            // Such as xml:space and xmlns, which belong to XML.
            if (!known.contains(name) && !name.startsWith("xml")) {
                slips.add(new SettingProblem(
                        name(element), null, "Logback does not read the attribute " + name + "; " + cure));
                any = true;
            }
        }
        return any;
    }

    private void lookAtText(Element element) {
        String text = text(element);
        if (!text.isEmpty()) {
            slips.add(new SettingProblem(name(element), text, "a text within it has no effect; remove it"));
        }
    }

    private void lookAtValue(Element element, String tag, boolean inFilterOfLogback, boolean told) {
        String text = text(element);
        if (text.isEmpty()) {
            if (!told && (inFilterOfLogback || ENTRIES.contains(tag) || MisspeltNames.limitsWhatIsSent(tag))) {
                slips.add(MisspeltNames.empty(element.getTagName()));
            }
        } else if (inFilterOfLogback && tag.equals("level") && isNoLevel(text)) {
            slips.add(new SettingProblem(name(element), text, NO_LEVEL));
        }
    }

    private void lookAtLoggers(Element root) {
        for (String tag : LOGGERS) {
            for (Element logger : ConfigurationFiles.all(root, tag)) {
                String name = tag.equals("root") ? Logger.ROOT_LOGGER_NAME : logger.getAttribute("name");
                lookAtLevel(name, logger.getAttribute("level"));
                for (Element level : ConfigurationFiles.all(logger, "level")) {
                    lookAtLevel(name, level.getAttribute("value"));
                }
            }
        }
    }

    private void lookAtLevel(String logger, String text) {
        if (!text.isEmpty() && !INHERITING.contains(value(text).toUpperCase(Locale.ROOT)) && isNoLevel(text)) {
            wrongLevels.add(
                    "more is sent than meant: \"" + text + "\", the level of logger " + logger + ", " + NO_LEVEL);
        }
    }

    private boolean isNoLevel(String text) {
        String value = value(text);
        return Level.toLevel(value, null) == null && !(isUndefined(value) && isDefinedSomewhere(text));
    }

    /** Only Logback knows the values of properties that are local to a file. */
    private boolean isDefinedSomewhere(String text) {
        Set<String> names = VARIABLE.matcher(text)
                .results()
                .map(match -> match.group(1).strip())
                .collect(Collectors.toSet());
        return roots.stream()
                .flatMap(root -> ConfigurationFiles.all(root, "*").stream())
                .anyMatch(element -> element.hasAttribute("resource")
                        || element.hasAttribute("file")
                        || DEFINED_BY.stream().anyMatch(attribute -> names.contains(element.getAttribute(attribute))));
    }

    private boolean isOfLogback(Element filter) {
        String type = value(filter.getAttribute("class"));
        return type.startsWith(OF_LOGBACK) || type.equals("ThresholdFilter") || type.equals("LevelFilter");
    }

    private String value(String text) {
        try {
            return OptionHelper.substVars(text, context);
        } catch (RuntimeException | ScanException unreadable) {
            return "_IS_UNDEFINED";
        }
    }

    private static boolean isUndefined(String value) {
        return value.contains("_IS_UNDEFINED");
    }

    private static String text(Element element) {
        var text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Text part) {
                text.append(part.getData());
            }
        }
        return text.toString().strip();
    }

    private static String name(Element element) {
        return "element <" + element.getTagName() + ">";
    }
}
