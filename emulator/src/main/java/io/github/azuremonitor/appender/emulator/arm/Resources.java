package io.github.azuremonitor.appender.emulator.arm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.Definitions;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The resources that were put, and their files for a next start. Safe for use by several threads. */
public final class Resources {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rules rules;
    private final @Nullable Path directory;
    private final Map<String, ObjectNode> resources = new LinkedHashMap<>();

    /** @param directory where they are kept, null for nowhere; it need not exist */
    public Resources(Rules rules, @Nullable Path directory) {
        this.rules = rules;
        this.directory = directory;
        if (directory != null && Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(this::restore);
            } catch (IOException e) {
                warn(directory + " cannot be read: " + FileFault.reason(e));
            }
        }
    }

    /** A file that somebody has spoiled is left out: it would keep the emulator from starting. */
    private void restore(Path file) {
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode resource) {
                ResourceId id = ResourceId.parse(resource.path("id").asText());
                if (id != null && id.isOne()) {
                    rules.put(id.key(), Definitions.of(resource, file.toString()));
                    resources.put(id.key(), resource);
                    return;
                }
            }
            warn(file + " is no resource and is left out");
        } catch (IOException e) {
            warn(file + " is left out: " + FileFault.reason(e));
        } catch (IllegalArgumentException e) {
            warn(e.getMessage() + "; it is left out");
        }
    }

    synchronized @Nullable ObjectNode get(ResourceId id) {
        ObjectNode resource = resources.get(id.key());
        return resource == null ? null : resource.deepCopy();
    }

    synchronized List<ObjectNode> all(ResourceId of) {
        List<ObjectNode> found = new ArrayList<>();
        resources.forEach((key, resource) -> {
            if (of.holds(key)) {
                found.add(resource.deepCopy());
            }
        });
        return found;
    }

    /** Whether it is new. */
    synchronized boolean put(ResourceId id, ObjectNode resource, Definitions definitions) {
        rules.put(id.key(), definitions);
        boolean isNew = resources.put(id.key(), resource.deepCopy()) == null;
        if (directory != null) {
            try {
                Files.createDirectories(directory);
                Path file = file(directory, id);
                Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
                Files.writeString(fresh, resource.toPrettyString());
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                warn(id.path() + " cannot be kept: " + FileFault.reason(e) + "; a restart will not find it");
            }
        }
        return isNew;
    }

    /** Whether it was there. */
    synchronized boolean delete(ResourceId id) {
        rules.remove(id.key());
        boolean was = resources.remove(id.key()) != null;
        if (directory != null) {
            try {
                Files.deleteIfExists(file(directory, id));
            } catch (IOException e) {
                warn(id.path() + " cannot be deleted: " + FileFault.reason(e) + "; a restart will find it again");
            }
        }
        return was;
    }

    private static Path file(Path directory, ResourceId id) {
        return directory.resolve(id.hash() + ".json");
    }

    private static void warn(String message) {
        System.err.println("logs-emulator: " + message);
    }
}
