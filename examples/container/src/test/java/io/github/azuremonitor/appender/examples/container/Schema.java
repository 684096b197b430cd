package io.github.azuremonitor.appender.examples.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a file against a description that has the file's own shape: names with {@code !} are required, {@code *} stands
 * for any name, a list has one kind of element, a leaf is {@code string}, {@code integer}, {@code number}, {@code boolean}
 * or an expression that a string has to match.
 */
final class Schema {
    private final Object description;

    Schema(Object description) {
        this.description = description;
    }

    /** What is wrong, each with its place; empty if nothing is. */
    List<String> faults(Object file) {
        List<String> faults = new ArrayList<>();
        check("", description, file, faults);
        return faults;
    }

    private static void check(String place, Object wanted, @Nullable Object found, List<String> faults) {
        if (wanted instanceof Map<?, ?> names) {
            if (found instanceof Map<?, ?> map) {
                checkMap(place, names, map, faults);
            } else {
                faults.add(place + " is no map");
            }
        } else if (wanted instanceof List<?> elements) {
            if (found instanceof List<?> list) {
                list.forEach(element -> check(place + "[]", elements.get(0), element, faults));
            } else {
                faults.add(place + " is no list");
            }
        } else if (!isLeaf((String) wanted, found)) {
            faults.add(place + " is '" + found + "', which is no " + wanted);
        }
    }

    private static void checkMap(String place, Map<?, ?> names, Map<?, ?> found, List<String> faults) {
        found.forEach((name, value) -> {
            Object wanted = names.get(name);
            wanted = wanted == null ? names.get(name + "!") : wanted;
            wanted = wanted == null ? names.get("*") : wanted;
            if (wanted == null) {
                faults.add(place + "/" + name + " is unknown");
            } else {
                check(place + "/" + name, wanted, value, faults);
            }
        });
        for (Object name : names.keySet()) {
            String text = (String) name;
            if (text.endsWith("!") && !found.containsKey(text.substring(0, text.length() - 1))) {
                faults.add(place + "/" + text.substring(0, text.length() - 1) + " is missing");
            }
        }
    }

    private static boolean isLeaf(String wanted, @Nullable Object found) {
        return switch (wanted) {
            case "string" -> found instanceof String;
            case "integer" -> found instanceof Integer;
            case "number" -> found instanceof Number;
            case "boolean" -> found instanceof Boolean;
            default -> found instanceof String text && text.matches(wanted);
        };
    }
}
