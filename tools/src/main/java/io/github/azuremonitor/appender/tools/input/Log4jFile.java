package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.MisspeltNames;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows Log4j2's components as Log4j2 does, including arbiters, lookups and merged files, without starting anything
 * that they name (docs/adr/0017-the-tools-read-by-themselves.md).
 */
final class Log4jFile {
    private static final List<String> OTHERS =
            List.of("Columns", "Column", Settings.LOG4J_ROUTE, "Filters", "Property");

    private static final String PROPERTIES = "Properties";

    private static final Pattern FILTER_OR_LAYOUT = Pattern.compile("(?i)[a-z]*(Filter|Layout)");

    private final Path file;
    private final ConfigEnvironment around;
    private final SpringContext spring;
    private final Log4jLookups lookups;
    private final Map<String, String> properties = new HashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final Substitution substitution;

    /** The elements of all files. */
    private final List<Node> all = new ArrayList<>();

    Log4jFile(Path file, ConfigEnvironment around) {
        this.file = file;
        this.around = around;
        this.spring = new SpringContext(file, around, remarks::add);
        this.lookups = new Log4jLookups(file, around, spring, properties);
        // What a variable or a system property says is nobody's to choose: Log4j2 resolves the file's own values alone.
        this.substitution = new Substitution(
                lookups::value, Substitution.DASH, true, name -> name.indexOf(':') >= 0 && lookups.answers(name));
    }

    Set<String> remarks() {
        return remarks;
    }

    /** @param roots one or more; each adds to those before and overrides them */
    List<AppenderConfig> read(List<Node> roots) throws BadInput {
        var nodes = new ArrayList<Node>();
        for (Node root : roots) {
            List<Node> children = effective(root.children());
            for (int i = 0; i < children.size(); i++) {
                define(children.get(i), i == 0);
            }
            nodes.addAll(children);
        }
        all.addAll(nodes);
        var found = new LinkedHashMap<String, List<AppenderConfig>>();
        for (Node node : nodes) {
            var here = new LinkedHashMap<String, List<AppenderConfig>>();
            find(List.of(node), here);
            // The same name in a later file replaces the earlier one.
            found.putAll(here);
        }
        return found.values().stream().flatMap(List::stream).toList();
    }

    private void define(Node node, boolean isFirst) {
        if (node.is(PROPERTIES)) {
            node.children().stream().filter(child -> child.is("Property")).forEach(this::define);
            if (!isFirst) {
                remarks.add(node.place() + ": older versions of Log4j2 pass over Properties that are not the first"
                        + " element; put them first");
            }
        }
    }

    private void define(Node property) {
        String name = property.attribute("name");
        String value = property.attribute("value");
        if (name != null) {
            properties.put(name, value == null ? property.text() : value);
        }
    }

    private void find(List<Node> nodes, Map<String, List<AppenderConfig>> found) {
        for (Node node : nodes) {
            if (node.is(Settings.LOG4J_PLUGIN)) {
                AppenderConfig appender = appender(node);
                found.computeIfAbsent(appender.name(), any -> new ArrayList<>()).add(appender);
            } else {
                if (node.is("ScriptAppenderSelector")) {
                    remarks.add(node.place() + ": which appender the script of " + node.attribute("name", node.name())
                            + " takes is not known here, for it is code; all of them are read");
                }
                find(node.children(), found);
            }
        }
    }

    private AppenderConfig appender(Node node) {
        var collected = new CollectedSettings(substitution, lookups::unset);
        // An element with nothing but text is an attribute, too.
        for (Node child : node.children()) {
            boolean isText = child.children().isEmpty()
                    && child.attributes().isEmpty()
                    && !child.text().isEmpty();
            boolean isPart = child.is(ColumnLines.COLUMNS)
                    || child.is(ColumnLines.COLUMN)
                    || child.is(Settings.LOG4J_ROUTE)
                    || node.attribute(child.name()) != null;
            if (isText && !isPart) {
                collected.put(child.name(), child.text());
            }
        }
        node.attributes().forEach(collected::put);
        node.children().stream()
                .filter(child -> child.is(ColumnLines.COLUMNS))
                .forEach(child -> collected.columns().add(child.text()));
        for (Node child : node.children()) {
            if (child.is(ColumnLines.COLUMNS)) {
                child.children().stream()
                        .filter(column -> column.is(ColumnLines.COLUMN))
                        .forEach(collected.columns()::add);
            } else if (child.is(ColumnLines.COLUMN)) {
                collected.columns().add(child);
            } else if (child.is(Settings.LOG4J_ROUTE)) {
                collected.addRoute(child.attribute("value", child.text()));
            }
        }
        slips(node, collected);
        new Log4jReferences(all, substitution).slips(node.attribute("name", "")).forEach(collected::slip);
        return collected.appender(file, node.attribute("name", Settings.LOG4J_PLUGIN), List.copyOf(remarks));
    }

    /** What Log4j2 makes of an element depends on the plugins present; a name that is nearly ours counts as ours. */
    private static void slips(Node node, CollectedSettings collected) {
        for (Node child : node.children()) {
            boolean isAttribute =
                    child.children().isEmpty() && child.attributes().isEmpty();
            if (child.is(ColumnLines.COLUMNS)) {
                child.children().stream()
                        .filter(column -> !column.is(ColumnLines.COLUMN))
                        .forEach(column -> collected.slip(MisspeltNames.element(column.name(), List.of("Column"))));
            } else if (!isAttribute && !isOfLog4j(child)) {
                SettingProblem slip = MisspeltNames.element(child.name(), OTHERS);
                if (slip.message().contains("did you mean")) {
                    collected.slip(slip);
                } else {
                    collected.remark(child.place() + ": whether there is a plugin " + child.name()
                            + " is not known here; if" + " there is none, the appender ships nothing");
                }
            }
        }
    }

    private static boolean isOfLog4j(Node element) {
        return OTHERS.stream().anyMatch(element::is)
                || FILTER_OR_LAYOUT.matcher(element.name()).matches();
    }

    /** Replaces arbiters that hold by their content. */
    private List<Node> effective(List<Node> nodes) throws BadInput {
        var left = new ArrayList<Node>();
        for (Node node : nodes) {
            if (node.is("Select")) {
                left.addAll(selected(node));
                continue;
            }
            Boolean holds = isArbiter(node) ? holds(node) : null;
            if (holds == null && !isArbiter(node)) {
                left.add(node.with(effective(node.children())));
            } else if (holds == null || holds) {
                left.addAll(effective(content(node)));
            }
        }
        return left;
    }

    private List<Node> selected(Node select) throws BadInput {
        var left = new ArrayList<Node>();
        for (Node arbiter : select.children()) {
            if (arbiter.is("DefaultArbiter")) {
                continue;
            }
            Boolean holds = holds(arbiter);
            if (holds == null || holds) {
                left.addAll(effective(content(arbiter)));
            }
            if (holds != null && holds) {
                return left;
            }
        }
        for (Node arbiter : select.children()) {
            if (arbiter.is("DefaultArbiter")) {
                left.addAll(effective(arbiter.children()));
            }
        }
        return left;
    }

    private static boolean isArbiter(Node node) {
        return switch (node.name().toLowerCase(Locale.ROOT)) {
            case "systempropertyarbiter", "environmentarbiter", "scriptarbiter", "classarbiter", "springprofile" ->
                true;
            default -> false;
        };
    }

    /** Without the script that decides. */
    private static List<Node> content(Node arbiter) {
        return arbiter.children().stream()
                .filter(child -> !child.name().toLowerCase(Locale.ROOT).startsWith("script"))
                .toList();
    }

    /** Null if it cannot be determined here. */
    private @Nullable Boolean holds(Node arbiter) throws BadInput {
        String name = resolved(arbiter, "propertyName");
        String wanted = arbiter.attribute("propertyValue");
        return switch (arbiter.name().toLowerCase(Locale.ROOT)) {
            case "systempropertyarbiter" -> isAsWanted(around.property(name), wanted);
            case "environmentarbiter" -> isAsWanted(around.variable(name), wanted);
            case "springprofile" -> spring.match(resolved(arbiter, "name"));
            case "classarbiter" -> hasClass(arbiter);
            default -> {
                remarks.add(arbiter.place() + ": what the " + arbiter.name()
                        + " says is not known here, for it is code; what depends on it is read");
                yield null;
            }
        };
    }

    private @Nullable Boolean hasClass(Node arbiter) {
        String name = resolved(arbiter, "className");
        if (isOfTheJdk(name)) {
            return true;
        }
        remarks.add(arbiter.place() + ": whether there is a class " + name
                + " is not known here; what depends on it is read");
        return null;
    }

    private boolean isAsWanted(@Nullable String value, @Nullable String wanted) {
        return value != null && (wanted == null || substitution.resolve(wanted).equals(value));
    }

    private String resolved(Node node, String attribute) {
        String value = node.attribute(attribute);
        return value == null ? "" : substitution.resolve(value);
    }

    private static boolean isOfTheJdk(String name) {
        try {
            Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError otherwise) {
            return false;
        }
    }
}
