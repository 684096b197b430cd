package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The properties that a Logback file defines, in all ways of Logback and Spring, and why a name has no value. */
final class LogbackProperties {
    private static final String MISSING_SUFFIX = "_IS_UNDEFINED";

    private final ConfigEnvironment around;
    private final SpringContext spring;
    private final Consumer<String> remarks;
    private final Map<String, String> properties = new HashMap<>();

    /** Why a property has no value, by its name. */
    private final Map<String, String> reasons = new HashMap<>();

    private final Substitution substitution = new Substitution(this::value, Substitution.DASH);

    LogbackProperties(ConfigEnvironment around, SpringContext spring, Consumer<String> remarks) {
        this.around = around;
        this.spring = spring;
        this.remarks = remarks;
    }

    Substitution substitution() {
        return substitution;
    }

    /**
     * Handles an element that defines something.
     *
     * @param definer the full name of the class, if there is one
     * @return whether it defined something
     */
    boolean define(Node node, Path from, String definer) throws BadInput {
        switch (node.name().toLowerCase(Locale.ROOT)) {
            case "property", "variable", "substitutionproperty" -> property(node, from);
            case "timestamp" -> timestamp(node);
            case "contextname" -> properties.put("CONTEXT_NAME", substitution.resolve(node.text()));
            case "define" -> define(node, definer, from);
            case "insertfromjndi" -> reasons.put(node.attribute("as", ""), "comes from JNDI");
            case "springproperty" -> springProperty(node);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void property(Node node, Path from) throws BadInput {
        String name = node.attribute("name");
        if (name != null) {
            String value = node.attribute("value");
            if (value == null) {
                reasons.put(name, "is defined without the attribute value, and Logback reads nothing else");
            } else {
                properties.put(name, substitution.resolve(value));
            }
            return;
        }
        String given = node.attribute("file");
        String resource = node.attribute("resource");
        if (given != null || resource != null) {
            String path = substitution.resolve(given == null ? String.valueOf(resource) : given);
            Path named = given == null ? ConfigEnvironment.beside(path, from) : ConfigEnvironment.file(path, from);
            if (!Files.isRegularFile(named)) {
                boolean isOptional = Boolean.parseBoolean(node.attribute("optional", "false"));
                if (!isOptional) {
                    remarks.accept(node.place() + ": the properties of " + path + " are not there");
                }
                return;
            }
            properties(named).forEach(properties::put);
        }
    }

    private static Map<String, String> properties(Path named) throws BadInput {
        var loaded = new Properties();
        try (InputStream in = Files.newInputStream(named)) {
            loaded.load(in);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new BadInput(named + ": " + unreadable.getMessage());
        }
        var texts = new HashMap<String, String>();
        loaded.stringPropertyNames().forEach(name -> texts.put(name, loaded.getProperty(name)));
        return texts;
    }

    private void timestamp(Node node) {
        String pattern = substitution.resolve(node.attribute("datePattern", ""));
        try {
            properties.put(
                    node.attribute("key", ""),
                    DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                            .format(Instant.ofEpochMilli(Time.SYSTEM.epochMillis())
                                    .atZone(ZoneId.systemDefault())));
        } catch (IllegalArgumentException | DateTimeException otherGrammar) {
            reasons.put(node.attribute("key", ""), "is a time in the form " + pattern);
        }
    }

    /** Logback's own definers are followed; others are code. */
    private void define(Node node, String definer, Path from) {
        String name = node.attribute("name", "");
        switch (definer.substring(definer.lastIndexOf('.') + 1)) {
            case "FileExistsPropertyDefiner" ->
                properties.put(name, String.valueOf(Files.exists(Path.of(resolvedValue(node, "path")))));
            case "ResourceExistsPropertyDefiner" ->
                properties.put(
                        name,
                        String.valueOf(Files.exists(ConfigEnvironment.beside(resolvedValue(node, "resource"), from))));
            case "CanonicalHostNamePropertyDefiner" -> properties.put(name, host(true));
            default -> reasons.put(name, "is what the class " + definer + " says");
        }
    }

    /** Text of an attribute or element, resolved; empty if there is none. */
    String resolvedValue(Node node, String name) {
        String value = node.value(name);
        return value == null ? "" : substitution.resolve(value);
    }

    private void springProperty(Node node) throws BadInput {
        String name = node.attribute("name", "");
        String source = substitution.resolve(node.attribute("source", ""));
        String value = spring.property(source);
        String otherwise = node.attribute("defaultValue");
        if (value != null) {
            properties.put(name, value);
        } else if (otherwise != null) {
            properties.put(name, substitution.resolve(otherwise));
        } else {
            reasons.put(
                    name,
                    "is Spring's property " + source + ", which is not set; give -D " + source
                            + "=…, or --properties with Spring's file");
        }
    }

    /** The text as Logback writes it when a name has no value. */
    String defined(String text) {
        var unknown = new LinkedHashSet<String>();
        String resolved = substitution.resolve(text, unknown);
        for (String name : unknown) {
            resolved = resolved.replace(name, name.substring(2, name.length() - 1) + MISSING_SUFFIX);
        }
        return resolved;
    }

    /** A value by name, from the file, the system or the environment. */
    @Nullable String value(String name) {
        String own = properties.get(name);
        if (own == null) {
            own = around.property(name);
        }
        if (own == null) {
            own = around.variable(name);
        }
        return own == null && name.equals("HOSTNAME") ? host(false) : own;
    }

    private static String host(boolean isCanonical) {
        try {
            InetAddress here = InetAddress.getLocalHost();
            return isCanonical ? here.getCanonicalHostName() : here.getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** How to give a value to a placeholder without one. */
    String unset(String placeholder) {
        String name = placeholder.substring(2, placeholder.length() - 1);
        String reason = reasons.get(name);
        return placeholder + " has no value: " + name + " "
                + (reason == null
                        ? "is neither defined in the file nor a variable; give -D " + name + "=…, or set it"
                        : reason.contains("give ") ? reason : reason + "; give -D " + name + "=…");
    }
}
