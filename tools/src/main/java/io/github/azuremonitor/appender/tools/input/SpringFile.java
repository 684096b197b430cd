package io.github.azuremonitor.appender.tools.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spring's properties as an application has them: the documents of its file whose profiles are active, what they import,
 * the files of the profiles, and above all of these variables and system properties.
 */
final class SpringFile {
    private static final String ON_PROFILE = "spring.config.activate.on-profile";
    private static final String ON_PLATFORM = "spring.config.activate.on-cloud-platform";
    private static final String IMPORT = "spring.config.import";
    private static final List<String> ENDINGS = List.of(".yml", ".yaml", ".properties");
    private static final Pattern OF_A_PROFILE = Pattern.compile("([^-]+)-(.+)(\\.[a-z]+)");
    private static final Pattern HINT = Pattern.compile("(.*)\\[(\\.[a-z]+)]");
    private static final int DEEPEST_IMPORT = 32;

    private final Surroundings around;
    private final Map<String, String> merged = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final Substitution substitution = new Substitution(this::raw, Substitution.COLON, false);
    private Profiles profiles;
    private int depth;

    SpringFile(Surroundings around) {
        this.around = around;
        this.profiles = new Profiles(active(List.of()));
    }

    void read(Path file) throws BadInput {
        String name = String.valueOf(file.getFileName());
        Matcher ofProfile = OF_A_PROFILE.matcher(name);
        String base = name.substring(0, Math.max(name.lastIndexOf('.'), 0));
        var more = new ArrayList<String>();
        Path first = file;
        if (ofProfile.matches()) {
            // A profile's file stands on the one that is for all.
            for (String ending : ENDINGS) {
                Path whole = file.resolveSibling(ofProfile.group(1) + ending);
                if (Files.isRegularFile(whole)) {
                    first = whole;
                    base = ofProfile.group(1);
                    more.add(ofProfile.group(2));
                }
            }
        }
        List<Map<String, String>> documents = Documents.of(first);
        List<String> active = active(documents);
        more.stream().filter(profile -> !active.contains(profile)).forEach(active::add);
        profiles = new Profiles(active);
        overlay(documents, first);
        for (String profile : active) {
            for (String ending : ENDINGS) {
                Path own = first.resolveSibling(base + '-' + profile + ending);
                if (Files.isRegularFile(own)) {
                    overlay(Documents.of(own), own);
                }
            }
        }
    }

    Profiles profiles() {
        return profiles;
    }

    Set<String> remarks() {
        return remarks;
    }

    /** All names of the files and of system properties that begin so, in their order. */
    Map<String, String> below(String prefix) {
        var found = new LinkedHashMap<String, String>();
        Stream.of(merged, around.properties())
                .forEach(lines -> lines.forEach((name, value) -> {
                    if (name.startsWith(prefix)) {
                        found.put(name.substring(prefix.length()), value);
                    }
                }));
        return found;
    }

    Substitution substitution() {
        return substitution;
    }

    /** The value, placeholders resolved, or null. */
    @Nullable String property(String name) {
        String raw = raw(name);
        return raw == null ? null : substitution.resolve(raw);
    }

    private @Nullable String raw(String name) {
        String value = around.property(name);
        value = value == null ? around.variable(name) : value;
        // As Spring writes names of properties as variables.
        value = value == null
                ? around.variable(name.toUpperCase(Locale.ROOT)
                        .replace("-", "")
                        .replaceAll("[.\\[]", "_")
                        .replace("]", ""))
                : value;
        return value == null ? merged.get(name) : value;
    }

    /** The profiles that whoever asks names, or else those that variables and files do. */
    private List<String> active(List<Map<String, String>> documents) {
        var unconditional = new LinkedHashMap<String, String>();
        documents.stream()
                .filter(document -> !document.containsKey(ON_PROFILE))
                .forEach(document -> overlay(document, unconditional));
        var named = new LinkedHashSet<>(around.profiles());
        if (named.isEmpty()) {
            String before = raw("spring.profiles.active");
            named.addAll(before == null ? list("spring.profiles.active", unconditional) : split(before));
        }
        if (named.isEmpty()) {
            named.addAll(list("spring.profiles.default", unconditional));
        }
        named.addAll(list("spring.profiles.include", unconditional));
        var all = new LinkedHashSet<String>();
        named.forEach(profile -> {
            all.add(profile);
            all.addAll(list("spring.profiles.group." + profile, unconditional));
        });
        return new ArrayList<>(all);
    }

    private static List<String> list(String name, Map<String, String> lines) {
        var found = new ArrayList<>(split(lines.getOrDefault(name, "")));
        for (int i = 0; lines.containsKey(name + '[' + i + ']'); i++) {
            found.addAll(split(lines.getOrDefault(name + '[' + i + ']', "")));
        }
        return found;
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private void overlay(List<Map<String, String>> documents, Path from) throws BadInput {
        for (Map<String, String> document : documents) {
            if (!isActive(document, from)) {
                continue;
            }
            overlay(document, merged);
            for (String location : list(IMPORT, document)) {
                imported(substitution.resolve(location), from);
            }
        }
    }

    /** A list takes the whole place of the one before. */
    private static void overlay(Map<String, String> document, Map<String, String> into) {
        document.keySet().forEach(name -> {
            String list = name.replaceFirst("\\[\\d+].*", "");
            into.keySet().removeIf(before -> before.startsWith(list + '[') && !document.containsKey(before));
        });
        into.putAll(document);
    }

    private boolean isActive(Map<String, String> document, Path from) {
        String platform = document.get(ON_PLATFORM);
        if (platform != null) {
            String variable = platform.equalsIgnoreCase("kubernetes") ? "KUBERNETES_SERVICE_HOST" : "WEBSITE_SITE_NAME";
            if (around.variable(variable) == null) {
                remarks.add(from + ": a document for the platform " + platform + " is left out, because " + variable
                        + " is not set here");
                return false;
            }
        }
        List<String> wanted = list(ON_PROFILE, document);
        return wanted.isEmpty() || wanted.stream().anyMatch(profiles::match);
    }

    private void imported(String location, Path from) throws BadInput {
        boolean isOptional = location.startsWith("optional:");
        String place = isOptional ? location.substring("optional:".length()) : location;
        Matcher hint = HINT.matcher(place);
        String ending = hint.matches() ? hint.group(2) : null;
        place = ending == null ? place : hint.group(1);
        if (place.startsWith("configtree:")) {
            tree(Surroundings.file(place.substring("configtree:".length()), from), isOptional, from);
            return;
        }
        if (place.matches("[a-z][a-z0-9+-]+:.*") && !place.startsWith("file:") && !place.startsWith("classpath:")) {
            remarks.add(from + ": " + location + " is imported, but only files are read here");
            return;
        }
        boolean isResource = place.startsWith("classpath:");
        String path = place.replaceFirst("^(file|classpath):(//)?", "");
        Path named = isResource || !place.startsWith("file:")
                ? Surroundings.beside(path, from)
                : Surroundings.file(path, from);
        if (!Files.isRegularFile(named)) {
            if (!isOptional) {
                remarks.add(from + ": " + location + " is imported, but is not there");
            }
            return;
        }
        if (++depth > DEEPEST_IMPORT) {
            throw new BadInput(from + ": the files import each other");
        }
        overlay(Documents.of(named, ending), named);
        depth--;
    }

    /** A file for each property, as Kubernetes mounts them. */
    private void tree(Path directory, boolean isOptional, Path from) throws BadInput {
        if (!Files.isDirectory(directory)) {
            if (!isOptional) {
                remarks.add(from + ": the directory " + directory + " is imported, but is not there");
            }
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path relative = directory.relativize(file);
                if (!relative.startsWith("..data")) {
                    merged.put(
                            relative.toString().replace('\\', '/').replace('/', '.'),
                            Files.readString(file).replaceFirst("\\R\\z", ""));
                }
            }
        } catch (IOException unreadable) {
            throw new BadInput(directory + ": " + ConfigFiles.reason(unreadable));
        }
    }
}
