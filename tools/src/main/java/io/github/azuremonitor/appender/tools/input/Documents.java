package io.github.azuremonitor.appender.tools.input;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads properties, YAML and JSON files, of one document or several, as lines or trees. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();

    private Documents() {}

    static boolean isYaml(Path file) {
        return ends(file, ".yaml", ".yml");
    }

    static boolean isJson(Path file) {
        return ends(file, ".json", ".jsn");
    }

    static boolean isProperties(Path file) {
        return ends(file, ".properties");
    }

    private static boolean ends(Path file, String... endings) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return List.of(endings).stream().anyMatch(name::endsWith);
    }

    /** The documents as lines, with names as in Spring. */
    static List<Map<String, String>> of(Path file) throws BadInput {
        return of(file, null);
    }

    /** @param ending format of the content if the file's name does not say; null if it does */
    static List<Map<String, String>> of(Path file, @Nullable String ending) throws BadInput {
        boolean isYaml = ending == null ? isYaml(file) : !ending.equals(".properties");
        if (!isYaml) {
            return properties(file);
        }
        var documents = new ArrayList<Map<String, String>>();
        for (JsonNode tree : trees(file, YAML)) {
            var lines = new LinkedHashMap<String, String>();
            flatten("", tree, lines);
            documents.add(lines);
        }
        return documents;
    }

    /** The documents as trees; JSON has just one. */
    static List<JsonNode> trees(Path file) throws BadInput {
        return trees(file, isJson(file) ? JSON : YAML);
    }

    private static List<JsonNode> trees(Path file, ObjectMapper mapper) throws BadInput {
        try (InputStream in = Files.newInputStream(file)) {
            return mapper.readerFor(JsonNode.class).<JsonNode>readValues(in).readAll();
        } catch (JacksonException noTree) {
            // The YAML reader has it as text alone.
            if (noTree.getOriginalMessage().contains(CharConversionException.class.getName())) {
                throw new BadInput(file + ": " + ConfigFiles.reason(new CharConversionException()));
            }
            throw new BadInput(file + ": line "
                    + (noTree.getLocation() == null ? 0 : noTree.getLocation().getLineNr()) + ": "
                    + noTree.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException unreadable) {
            throw new BadInput(file + ": " + ConfigFiles.reason(unreadable));
        }
    }

    private static List<Map<String, String>> properties(Path file) throws BadInput {
        try {
            var documents = new ArrayList<Map<String, String>>();
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (String part : text.split("(?m)^[#!]---[ \\t]*$", -1)) {
                var loaded = new Properties();
                loaded.load(new StringReader(part));
                var lines = new TreeMap<String, String>();
                loaded.stringPropertyNames().forEach(name -> lines.put(name, loaded.getProperty(name)));
                documents.add(lines);
            }
            return documents;
        } catch (IllegalArgumentException badEscape) {
            throw new BadInput(file + ": " + badEscape.getMessage());
        } catch (IOException unreadable) {
            throw new BadInput(file + ": " + ConfigFiles.reason(unreadable));
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> lines) {
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            String key = child.getKey();
            String name = path.isEmpty() || key.startsWith("[") ? path + key : path + '.' + key;
            put(name, child.getValue(), lines);
        }
    }

    private static void put(String name, JsonNode value, Map<String, String> lines) {
        if (value.isValueNode()) {
            lines.put(name, value.isNull() ? "" : value.asText());
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                put(name + '[' + i + ']', value.get(i), lines);
            }
        } else {
            flatten(name, value, lines);
        }
    }
}
