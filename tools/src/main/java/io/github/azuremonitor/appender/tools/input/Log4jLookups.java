package io.github.azuremonitor.appender.tools.input;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Log4j2's lookups, as far as they can be answered without the application. */
final class Log4jLookups {
    private final Path file;
    private final ConfigEnvironment around;
    private final SpringContext spring;
    private final Map<String, String> properties;

    /** @param properties properties of the file, as they become known */
    Log4jLookups(Path file, ConfigEnvironment around, SpringContext spring, Map<String, String> properties) {
        this.file = file;
        this.around = around;
        this.spring = spring;
        this.properties = properties;
    }

    /** Whether it is a lookup that has the value, and not a property of the file. */
    boolean answers(String name) {
        int colon = name.indexOf(':');
        return of(name.substring(0, colon).toLowerCase(Locale.ROOT), name.substring(colon + 1)) != null;
    }

    /** The value of the text between the braces, without a default, or null. */
    @Nullable String value(String name) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return own(name);
        }
        String key = name.substring(colon + 1);
        String value = of(name.substring(0, colon).toLowerCase(Locale.ROOT), key);
        // As in Log4j2, a name that the lookup does not know may be a property of the file.
        return value == null ? own(key) : value;
    }

    private @Nullable String own(String name) {
        String value = properties.get(name);
        return value == null && name.equals("hostName") ? host() : value;
    }

    private @Nullable String of(String lookup, String key) {
        return switch (lookup) {
            case "env" -> around.variable(key);
            case "sys" -> around.property(key);
            case "spring" -> spring(key);
            case "lower" -> key.toLowerCase(Locale.ROOT);
            case "upper" -> key.toUpperCase(Locale.ROOT);
            case "bundle" -> bundle(key);
            case "log4j" -> ofTheFile(key);
            default -> null;
        };
    }

    private @Nullable String ofTheFile(String key) {
        Path whole = file.toAbsolutePath();
        return switch (key) {
            case "configLocation" -> whole.toString();
            case "configParentLocation" -> String.valueOf(whole.getParent());
            default -> null;
        };
    }

    private @Nullable String spring(String key) {
        try {
            return spring.property(key);
        } catch (BadInput unreadable) {
            return null;
        }
    }

    /** A resource bundle next to the file. */
    private @Nullable String bundle(String key) {
        int colon = key.indexOf(':');
        if (colon < 0) {
            return null;
        }
        Path bundle = ConfigEnvironment.beside(key.substring(0, colon).replace('.', '/') + ".properties", file);
        var loaded = new Properties();
        try (InputStream in = Files.newInputStream(bundle)) {
            loaded.load(in);
        } catch (IOException | IllegalArgumentException unreadable) {
            return null;
        }
        return loaded.getProperty(key.substring(colon + 1));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** How to give a value to a placeholder without one. */
    String unset(String placeholder) {
        if (placeholder.startsWith("$$")) {
            return placeholder + " is for each event, but a setting is read once; write it with one $";
        }
        String inner = placeholder.substring(2, placeholder.length() - 1);
        int colon = inner.indexOf(':');
        String key = inner.substring(colon + 1);
        String lookup = colon < 0 ? "" : inner.substring(0, colon).toLowerCase(Locale.ROOT);
        return placeholder + " has no value: "
                + switch (lookup) {
                    case "" -> "the file has no such property, and variables are written ${env:" + inner + "}";
                    case "env" -> "set the variable " + key + ", or name a file with --env-file";
                    case "sys" -> "give -D " + key + "=…";
                    case "spring" -> "give -D " + key + "=…, or --properties with Spring's file";
                    case "bundle" -> "there is no such key in a bundle beside the file";
                    default -> "the lookup " + lookup + " is not known here; write its value, or a default behind :-";
                };
    }
}
