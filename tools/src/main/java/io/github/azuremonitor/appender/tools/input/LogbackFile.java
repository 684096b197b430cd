package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a Logback file as Logback does, including conditions, inclusions and properties of all kinds, without
 * starting anything that the file names (docs/adr/0017-the-tools-read-by-themselves.md).
 */
final class LogbackFile {
    private static final int DEEPEST_INCLUSION = 32;

    /** Elements of an appender that are not settings; the last two belong to other appenders and are ignored. */
    private static final List<String> OTHERS =
            List.of(ColumnLines.COLUMN, Settings.LOGBACK_ROUTE, "filter", "encoder", "layout");

    private final Path file;
    private final ConfigEnvironment around;
    private final SpringContext spring;
    private final Map<String, String> imports = new HashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<Node> appenders = new ArrayList<>();
    private final LogbackProperties properties;
    private final Substitution substitution;
    private @Nullable Node condition;
    private int depth;

    LogbackFile(Path file, ConfigEnvironment around) {
        this.file = file;
        this.around = around;
        this.spring = new SpringContext(file, around, remarks::add);
        this.properties = new LogbackProperties(around, spring, remarks::add);
        this.substitution = properties.substitution();
    }

    List<AppenderConfig> read(Node root) throws BadInput {
        find(effective(root.children(), file));
        // Anything that could not be followed is reported for each appender, because it may be what another one lacks.
        List<CollectedSettings> all = new ArrayList<>();
        for (Node appender : appenders) {
            all.add(collect(appender));
        }
        var found = new ArrayList<AppenderConfig>();
        for (int i = 0; i < all.size(); i++) {
            found.add(all.get(i).appender(file, appenders.get(i).attribute("name", ""), List.copyOf(remarks)));
        }
        return found;
    }

    /** Reasons why an appender may not have been found. */
    Set<String> remarks() {
        return remarks;
    }

    private void find(List<Node> nodes) throws BadInput {
        for (Node node : nodes) {
            if (!node.is("appender")) {
                continue;
            }
            if (fullName(node).equals(Settings.LOGBACK_CLASS)) {
                appenders.add(node);
                continue;
            }
            for (Node child : node.children()) {
                if (child.is("sift")) {
                    find(effective(child.children(), file));
                }
            }
        }
    }

    private CollectedSettings collect(Node appender) throws BadInput {
        var collected = new CollectedSettings(substitution, properties::unset);
        List<Node> children = effective(appender.children(), file);
        // The text of columns comes before their elements, wherever these are.
        children.stream()
                .filter(child -> child.is(ColumnLines.COLUMNS))
                .forEach(child -> collected.columns().add(child.text()));
        for (Node child : children) {
            ignored(child, collected);
            if (child.is("param")) {
                collected.put(child.attribute("name", ""), child.attribute("value", ""));
            } else if (child.is(ColumnLines.COLUMN)) {
                collected.columns().add(child);
            } else if (child.is(ColumnLines.COLUMNS)) {
                child.children().stream()
                        .filter(column -> column.is(ColumnLines.COLUMN))
                        .forEach(collected.columns()::add);
            } else if (child.is(Settings.LOGBACK_ROUTE)) {
                collected.addRoute(child.text());
            } else if (child.is(Setting.ROUTES.flatName())) {
                collected.put(child.name(), child.text());
                child.children().stream()
                        .filter(rule -> rule.is(Settings.LOGBACK_ROUTE))
                        .forEach(rule -> collected.addRoute(rule.text()));
            } else if (child.children().isEmpty() && child.attributes().isEmpty()) {
                collected.put(child.name(), child.text());
            } else if (!isKnown(child)) {
                collected.slip(MisspeltNames.element(child.name(), OTHERS));
            }
            if (child.is(ColumnLines.COLUMNS) || child.is(Setting.ROUTES.flatName())) {
                String known = child.is(ColumnLines.COLUMNS) ? ColumnLines.COLUMN : Settings.LOGBACK_ROUTE;
                child.children().stream()
                        .filter(entry -> !entry.is(known))
                        .forEach(entry -> collected.slip(MisspeltNames.element(entry.name(), List.of(known))));
            }
        }
        return collected;
    }

    /** What Logback ignores without a word, and the appender does not. */
    private static void ignored(Node element, CollectedSettings collected) {
        boolean limits = MisspeltNames.limitsWhatIsSent(element.name())
                || element.is(ColumnLines.COLUMN)
                || element.is(Settings.LOGBACK_ROUTE);
        if (limits || Setting.named(element.name()) != null) {
            element.attributes()
                    .keySet()
                    .forEach(name -> collected.slip(new SettingProblem(
                            "element <" + element.name() + ">",
                            null,
                            "Logback does not read the attribute " + name
                                    + "; write the value as the element's text")));
            boolean isEmpty = element.text().isBlank()
                    && element.children().isEmpty()
                    && element.attributes().isEmpty();
            if (isEmpty && limits) {
                collected.slip(MisspeltNames.empty(element.name()));
            }
        }
        if (element.is(ColumnLines.COLUMNS) || element.is(Setting.ROUTES.flatName())) {
            element.children().forEach(entry -> ignored(entry, collected));
        }
    }

    private static boolean isKnown(Node element) {
        return element.is("param") || OTHERS.contains(element.name()) || Setting.named(element.name()) != null;
    }

    /** The elements that remain after following all that choose, include or define. */
    private List<Node> effective(List<Node> nodes, Path from) throws BadInput {
        var left = new ArrayList<Node>();
        for (Node node : nodes) {
            if (properties.define(node, from, fullName(node))) {
                continue;
            }
            switch (node.name().toLowerCase(Locale.ROOT)) {
                case "import" -> imported(node.attribute("class", ""));
                case "springprofile" -> {
                    if (spring.match(substitution.resolve(node.attribute("name", "")))) {
                        left.addAll(effective(node.children(), from));
                    }
                }
                case "condition" -> condition = node;
                case "if" -> left.addAll(effective(branches(node), from));
                case "include" -> left.addAll(included(node, from));
                // An appender's own elements are followed when all properties are known, as in Logback's second phase.
                default -> left.add(node);
            }
        }
        return left;
    }

    /** Full name of the class that an element names; Logback resolves no placeholder in it. */
    private String fullName(Node node) {
        String given = node.attribute("class", "");
        return imports.getOrDefault(given, given);
    }

    private void imported(String given) {
        imports.put(given.substring(given.lastIndexOf('.') + 1), given);
    }

    /** Both branches, if the condition is unknown. */
    private List<Node> branches(Node node) {
        Node before = condition;
        condition = null;
        var left = new ArrayList<Node>();
        String text = node.attribute("condition");
        try {
            boolean holds = text != null
                    ? Expression.holds(properties.defined(text), properties::value, around::variable)
                    : before != null && holds(before);
            children(node, holds ? "then" : "else", left);
        } catch (Expression.Unreadable part) {
            remarks.add(node.place() + ": whether the condition holds is not known here, for "
                    + (part.getMessage() == null ? "it" : "'" + part.getMessage() + "'")
                    + " is code; both branches are read");
            children(node, "then", left);
            children(node, "else", left);
        }
        return left;
    }

    private static void children(Node node, String branch, List<Node> into) {
        node.children().stream().filter(child -> child.is(branch)).forEach(child -> into.addAll(child.children()));
    }

    private boolean holds(Node given) throws Expression.Unreadable {
        String full = fullName(given);
        String key = properties.resolvedValue(given, "key");
        String value = properties.value(key);
        return switch (full.substring(full.lastIndexOf('.') + 1)) {
            case "ExpressionPropertyCondition" ->
                Expression.holds(
                        properties.defined(String.valueOf(given.value("expression"))),
                        properties::value,
                        around::variable);
            case "PropertyEqualityCondition" ->
                properties.resolvedValue(given, "value").equals(value);
            case "IsPropertyDefinedCondition" -> value != null;
            case "IsPropertyNullCondition" -> value == null;
            default -> throw new Expression.Unreadable(full);
        };
    }

    private List<Node> included(Node node, Path from) throws BadInput {
        boolean isOptional = Boolean.parseBoolean(substitution.resolve(node.attribute("optional", "false")));
        String given = node.attribute("file");
        String resource = node.attribute("resource");
        String url = node.attribute("url");
        String name = substitution.resolve(given != null ? given : resource != null ? resource : String.valueOf(url));
        Path named;
        if (resource != null) {
            named = ConfigEnvironment.beside(name, from);
        } else if (url != null && !name.startsWith("file:")) {
            remarks.add(node.place() + ": " + name + " is included, but nothing is fetched here");
            return List.of();
        } else {
            named = url == null ? ConfigEnvironment.file(name, from) : Path.of(URI.create(name));
        }
        if (!Files.isRegularFile(named)) {
            boolean isBoots = name.startsWith("org/springframework/boot/");
            if (!isOptional && !isBoots) {
                remarks.add(node.place() + ": " + name + " is included, but is not there");
            }
            return List.of();
        }
        if (++depth > DEEPEST_INCLUSION) {
            throw new BadInput(node.place() + ": the files include each other");
        }
        try {
            return effective(XmlTree.read(named).children(), named);
        } catch (IOException unreadable) {
            throw new BadInput(named + ": " + ConfigFiles.reason(unreadable));
        } finally {
            depth--;
        }
    }
}
