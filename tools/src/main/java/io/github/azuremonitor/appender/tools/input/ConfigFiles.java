package io.github.azuremonitor.appender.tools.input;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the appenders in configuration files of Logback, Log4j2 and Spring. Files that they include are not read. */
public final class ConfigFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();

    private final Function<String, @Nullable String> environment;

    /** @param environment value of a variable by its name, or null */
    public ConfigFiles(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * The appenders of some files, in their order; at least one for each file.
     *
     * @throws BadInput if a file cannot be read or has no appender
     */
    public List<AppenderConfig> read(List<Path> files) throws BadInput {
        var all = new ArrayList<AppenderConfig>();
        for (Path file : files) {
            all.addAll(read(file));
        }
        return all;
    }

    private List<AppenderConfig> read(Path file) throws BadInput {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        var placeholders = new Placeholders(environment);
        List<AppenderConfig> found;
        try (InputStream in = Files.newInputStream(file)) {
            if (name.endsWith(".xml")) {
                found = new XmlConfig(file, placeholders).read(in);
            } else if (name.endsWith(".properties")) {
                var properties = new Properties();
                properties.load(in);
                found = new FlatConfig(file, placeholders).read(properties);
            } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                List<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).<JsonNode>readValues(in).readAll();
                found = new TreeConfig(file, placeholders).read(documents);
            } else if (name.endsWith(".json") || name.endsWith(".jsn")) {
                found = new TreeConfig(file, placeholders).read(List.of(JSON.readTree(in)));
            } else {
                throw new BadInput(file + ": is it XML, YAML, JSON or properties? its name does not say");
            }
        } catch (JacksonException noTree) {
            throw new BadInput(file + ": line "
                    + (noTree.getLocation() == null ? 0 : noTree.getLocation().getLineNr()) + ": "
                    + noTree.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IllegalArgumentException badEscape) {
            throw new BadInput(file + ": " + badEscape.getMessage());
        } catch (IOException unreadable) {
            throw new BadInput(file + ": " + reason(unreadable));
        }
        if (found.isEmpty()) {
            throw new BadInput(file + ": no Azure Monitor appender is configured in it");
        }
        return found;
    }

    /**
     * A JSON object from a file.
     *
     * @throws BadInput if there is none
     */
    public static JsonNode json(Path file) throws BadInput {
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode tree = JSON.readTree(in);
            if (!tree.isObject()) {
                throw new BadInput(file + ": is no JSON object");
            }
            return tree;
        } catch (JacksonException noJson) {
            throw new BadInput(file + ": is not JSON: " + noJson.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new BadInput(file + ": " + reason(unreadable));
        }
    }

    /** Why a file or directory cannot be read, in few words. */
    public static String reason(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        String message = unreadable.getMessage();
        String kind = unreadable.getClass().getSimpleName().replace("Exception", "");
        return message == null ? kind : kind + ": " + message;
    }
}
