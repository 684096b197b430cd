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
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spring's properties as an application sees them: the documents of its file whose profiles are active, their imports,
 * the files of the profiles, and with precedence over these, variables and system properties.
 */
final class SpringFile {
    private static final String ON_PROFILE = "spring.config.activate.on-profile";
    private static final String ON_PLATFORM = "spring.config.activate.on-cloud-platform";
    private static final String INCLUDED = "spring.profiles.include";
    private static final String IMPORT = "spring.config.import";
    private static final String LOCATION = "spring.config.location";
    private static final String MORE_LOCATIONS = "spring.config.additional-location";
    private static final String NAME = "spring.config.name";
    private static final String JSON = "spring.application.json";
    private static final List<String> ENDINGS = List.of(".yml", ".yaml", ".properties");
    private static final Pattern OF_A_PROFILE = Pattern.compile("([^-]+)-(.+)(\\.[a-z]+)");
    private static final Pattern HINT = Pattern.compile("(.*)\\[(\\.[a-z]+)]");
    private static final int DEEPEST_IMPORT = 32;

    private final ConfigEnvironment around;
    private final Map<String, String> merged = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final Substitution substitution = new Substitution(this::raw, Substitution.COLON);
    private Profiles profiles;
    private @Nullable CloudPlatform platform;
    private int depth;

    SpringFile(ConfigEnvironment around) {
        this.around = around;
        this.profiles = new Profiles(active(List.of(), List.of()));
    }

    void read(Path file) throws BadInput {
        String name = String.valueOf(file.getFileName());
        Matcher ofProfile = OF_A_PROFILE.matcher(name);
        String base = name.substring(0, Math.max(name.lastIndexOf('.'), 0));
        var more = new ArrayList<String>();
        Path first = file;
        if (ofProfile.matches()) {
            // A profile's file overrides the general one.
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
        List<String> active = active(documents, more);
        profiles = new Profiles(active);
        platform = CloudPlatform.active(raw(CloudPlatform.PROPERTY, unconditional(documents)), around);
        passedOver(first);
        overlay(documents, first);
        for (String profile : active) {
            for (String ending : ENDINGS) {
                Path own = first.resolveSibling(base + '-' + profile + ending);
                if (Files.isRegularFile(own)) {
                    overlay(Documents.of(own), own);
                }
            }
        }
        // Above all files, as Spring has it.
        for (String location : split(Objects.requireNonNullElse(raw(IMPORT, Map.of()), ""))) {
            imported(substitution.resolve(location), first);
        }
    }

    /**
     * Names what chooses other files, or sets more, and is not followed here.
     *
     * @param file the one that is read, or null
     */
    void passedOver(@Nullable Path file) {
        String name = file == null ? "application.properties" : String.valueOf(file.getFileName());
        for (String property : List.of(LOCATION, MORE_LOCATIONS, NAME)) {
            String value = raw(property, Map.of());
            boolean isThisFile = value != null
                    && (property.equals(NAME)
                            ? name.matches("(?s)" + Pattern.quote(value) + "[-.].*")
                            : value.endsWith('/' + name));
            if (value != null && !isThisFile) {
                remarks.add(property + " = " + value + " is set, and not followed here: give the tool the file that it"
                        + " leads to, with --config, or with --properties for Logback and Log4j2");
            }
        }
        if (raw(JSON, Map.of()) != null) {
            remarks.add(JSON + " is set, and not read here: give what it says with -D NAME=VALUE");
        }
    }

    Profiles profiles() {
        return profiles;
    }

    Set<String> remarks() {
        return remarks;
    }

    /** All names in files and system properties that begin with {@code prefix}, in order. */
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

    /** The value with placeholders resolved, or null. */
    @Nullable String property(String name) {
        String raw = raw(name);
        return raw == null ? null : substitution.resolve(raw);
    }

    private @Nullable String raw(String name) {
        return raw(name, merged);
    }

    /** From the variables and system properties, or else from the file's lines. */
    private @Nullable String raw(String name, Map<String, String> lines) {
        String value = around.property(name);
        value = value == null ? around.variable(name) : value;
        // The variables that Spring reads for a property: without its dashes, and as earlier versions had it.
        for (String dash : List.of("", "_")) {
            value = value == null
                    ? around.variable(name.toUpperCase(Locale.ROOT)
                            .replace("-", dash)
                            .replaceAll("[.\\[]", "_")
                            .replace("]", ""))
                    : value;
        }
        return value == null ? lines.get(name) : value;
    }

    /**
     * The profiles that the user names, or else those of variables and files.
     *
     * @param more whose file is read because the user named it
     */
    private List<String> active(List<Map<String, String>> documents, List<String> more) {
        Map<String, String> unconditional = unconditional(documents);
        // Before the others, which therefore override them.
        var named = new LinkedHashSet<>(split(Objects.requireNonNullElse(raw(INCLUDED, Map.of()), "")));
        named.addAll(list(INCLUDED, unconditional));
        named.addAll(
                around.profiles().isEmpty() ? profiles("spring.profiles.active", unconditional) : around.profiles());
        named.addAll(more);
        if (named.isEmpty()) {
            named.addAll(profiles("spring.profiles.default", unconditional));
        }
        var all = new LinkedHashSet<String>();
        named.forEach(profile -> withGroup(profile, unconditional, all));
        if (all.isEmpty()) {
            all.add("default");
        }
        return new ArrayList<>(all);
    }

    private List<String> profiles(String name, Map<String, String> unconditional) {
        String before = raw(name, Map.of());
        return before == null ? list(name, unconditional) : split(before);
    }

    private static void withGroup(String profile, Map<String, String> unconditional, Set<String> into) {
        if (into.add(profile)) {
            list("spring.profiles.group." + profile, unconditional)
                    .forEach(member -> withGroup(member, unconditional, into));
        }
    }

    private static Map<String, String> unconditional(List<Map<String, String>> documents) {
        var lines = new LinkedHashMap<String, String>();
        documents.stream()
                .filter(document -> list(ON_PROFILE, document).isEmpty() && !document.containsKey(ON_PLATFORM))
                .forEach(document -> overlay(document, lines));
        return lines;
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

    /** A list replaces the earlier one completely. */
    private static void overlay(Map<String, String> document, Map<String, String> into) {
        document.keySet().forEach(name -> {
            String list = name.replaceFirst("\\[\\d+].*", "");
            into.keySet().removeIf(before -> before.startsWith(list + '[') && !document.containsKey(before));
        });
        into.putAll(document);
    }

    private boolean isActive(Map<String, String> document, Path from) {
        String given = document.get(ON_PLATFORM);
        if (given != null) {
            CloudPlatform wanted = CloudPlatform.named(substitution.resolve(given));
            if (wanted == null || wanted != platform) {
                remarks.add(from + ": a document for the platform " + given + " is left out, because "
                        + (wanted == null
                                ? "Spring knows no such platform"
                                : "the platform here is " + (platform == null ? "unknown" : platform.word())
                                        + "; it would be that with " + wanted.sign()));
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
            tree(ConfigEnvironment.file(place.substring("configtree:".length()), from), isOptional, from);
            return;
        }
        if (place.matches("[a-z][a-z0-9+-]+:.*") && !place.startsWith("file:") && !place.startsWith("classpath:")) {
            remarks.add(from + ": " + location + " is imported, but only files are read here");
            return;
        }
        boolean isResource = place.startsWith("classpath:");
        String path = place.replaceFirst("^(file|classpath):(//)?", "");
        Path named = isResource || !place.startsWith("file:")
                ? ConfigEnvironment.beside(path, from)
                : ConfigEnvironment.file(path, from);
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

    /** One file for each property, as Kubernetes mounts them. */
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
