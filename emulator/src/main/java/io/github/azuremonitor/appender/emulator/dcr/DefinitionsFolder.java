package io.github.azuremonitor.appender.emulator.dcr;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.files.FileFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Definitions in the files of a folder: {@code *.json} as Azure's tools write them, and {@code *.kql} with the text of a
 * function that is called as the file is. Used by one thread at a time.
 */
final class DefinitionsFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a file, and of the one with its parameters if there is one. */
    private record Version(
            FileTime modified, long bytes, @Nullable Version parameters) {}

    private record Read(Version version, Definitions definitions) {}

    private final Path folder;
    private final Map<Path, Read> files = new TreeMap<>();
    private final Map<Path, String> faults = new HashMap<>();

    DefinitionsFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads what has changed since the last time. A file that cannot be read keeps what it said before.
     *
     * @param complaint is told, once for each version of a file, what is wrong with it
     * @return whether anything has changed
     */
    boolean look(Consumer<String> complaint) {
        Map<Path, Version> there;
        try {
            there = versions();
            faults.remove(folder);
        } catch (IOException e) {
            complain(folder, folder + " cannot be read: " + FileFault.reason(e), complaint);
            return false;
        }
        boolean changed = files.keySet().retainAll(there.keySet());
        for (Map.Entry<Path, Version> file : there.entrySet()) {
            Read before = files.get(file.getKey());
            if (before == null || !before.version().equals(file.getValue())) {
                changed |= read(file.getKey(), file.getValue(), before, complaint);
            }
        }
        return changed;
    }

    private boolean read(Path file, Version version, @Nullable Read before, Consumer<String> complaint) {
        Definitions definitions = before == null ? Definitions.NONE : before.definitions();
        boolean changed = true;
        try {
            definitions = definitions(file);
        } catch (IllegalArgumentException e) {
            complaint.accept(String.valueOf(e.getMessage()));
            changed = false;
        } catch (IOException e) {
            complaint.accept(file + " cannot be read: " + FileFault.reason(e));
            changed = false;
        }
        files.put(file, new Read(version, definitions));
        return changed;
    }

    private void complain(Path about, String what, Consumer<String> complaint) {
        if (!what.equals(faults.put(about, what))) {
            complaint.accept(what);
        }
    }

    private Map<Path, Version> versions() throws IOException {
        Map<Path, Version> versions = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json") || name.endsWith(".kql")) {
                    BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                    versions.put(file, new Version(is.lastModifiedTime(), is.size(), null));
                }
            }
        }
        for (Path file : List.copyOf(versions.keySet())) {
            if (ParameterFile.is(file) && versions.containsKey(ParameterFile.template(file))) {
                Version parameters = versions.remove(file);
                versions.computeIfPresent(
                        ParameterFile.template(file),
                        (template, is) -> new Version(is.modified(), is.bytes(), parameters));
            }
        }
        return versions;
    }

    private static Definitions definitions(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".kql")) {
            String function = name.substring(0, name.length() - ".kql".length());
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return new Definitions(List.of(), List.of(), List.of(new SavedQuery(function, function, "", text)));
        }
        if (ParameterFile.is(file)) {
            throw new IllegalArgumentException(file + " has parameters for the template "
                    + ParameterFile.template(file).getFileName() + ", which is not beside it");
        }
        Map<String, JsonNode> parameters = ParameterFile.beside(file);
        try {
            Definitions definitions =
                    DefinitionsReader.definitions(JSON.readTree(Files.readAllBytes(file)), parameters, file.toString());
            if (definitions.isEmpty()) {
                throw new IllegalArgumentException(
                        file + " holds no rule with streamDeclarations, no table with a schema and no saved query");
            }
            return definitions;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What the files define, by the file; a rule that has no id of its own has {@link DcrDefinition#DEFAULT_IMMUTABLE_ID}. */
    Map<Path, Definitions> definitions() {
        Map<Path, Definitions> all = new TreeMap<>();
        files.forEach((file, read) -> all.put(file, read.definitions()));
        return all;
    }

    /** Every fault, for a start that must not go on with one. */
    List<String> lookStrictly() {
        List<String> complaints = new ArrayList<>();
        look(complaints::add);
        return complaints;
    }
}
