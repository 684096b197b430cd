package io.github.azuremonitor.appender.tools.input;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the appenders in configuration files of Logback, Log4j2 and Spring, as these frameworks would. */
public final class ConfigFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Properties that name Log4j2's files; the second is the older name. */
    private static final List<String> LOG4J_FILES = List.of("log4j2.configurationFile", "log4j.configurationFile");

    private final ConfigEnvironment around;

    /** @param environment value of a variable by its name, or null */
    public ConfigFiles(Function<String, @Nullable String> environment) {
        this(new ConfigEnvironment(environment));
    }

    /** @param around what the frameworks see besides their files */
    public ConfigFiles(ConfigEnvironment around) {
        this.around = around;
    }

    /**
     * The appenders of some files, in order; at least one for each file. Several files in one argument, separated by
     * commas, are one configuration of Log4j2.
     *
     * @throws BadInput if a file cannot be read or has no appender
     */
    public List<AppenderConfig> read(List<Path> files) throws BadInput {
        var all = new ArrayList<AppenderConfig>();
        for (Path file : files) {
            all.addAll(distinct(read(file)));
        }
        return all;
    }

    private List<AppenderConfig> read(Path file) throws BadInput {
        var remarks = new LinkedHashSet<String>();
        List<AppenderConfig> found = file.toString().contains(",") && !Files.exists(file)
                ? composite(file, List.of(file.toString().split(",")), remarks)
                : one(file, remarks);
        if (found.isEmpty()) {
            throw new BadInput(file + ": no Azure Monitor appender is configured in it"
                    + (remarks.isEmpty() ? "" : "; " + String.join("; ", remarks)));
        }
        return found;
    }

    private List<AppenderConfig> one(Path file, Set<String> remarks) throws BadInput {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (Files.isDirectory(file)) {
                throw new BadInput(file + ": is a directory; name a file");
            }
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".xml")) {
                Node root = XmlTree.read(file);
                return isLog4j(root) ? log4j(file, List.of(file), remarks) : logback(file, root, remarks);
            }
            if (Documents.isProperties(file)) {
                Map<String, String> lines = Documents.of(file).get(0);
                for (String name : LOG4J_FILES) {
                    String named = lines.get(name);
                    if (named != null) {
                        return composite(file, List.of(named.split(",")), remarks);
                    }
                }
            }
            if (Documents.isProperties(file) || Documents.isYaml(file) || Documents.isJson(file)) {
                List<AppenderConfig> spring = spring(file, remarks);
                return spring.isEmpty() ? log4j(file, List.of(file), remarks) : spring;
            }
        } catch (IOException unreadable) {
            throw new BadInput(file + ": " + reason(unreadable));
        }
        throw new BadInput(file + ": is it XML, YAML, JSON or properties? its name does not say");
    }

    /** Both ignore the case of element names: they differ in how they hold their appenders. */
    private static boolean isLog4j(Node root) {
        if (root.children().stream().anyMatch(child -> child.is("appender") || child.is("import"))) {
            return false;
        }
        return root.name().equals("Configuration")
                || root.children().stream().anyMatch(child -> child.is("appenders") || child.is("loggers"));
    }

    private List<AppenderConfig> logback(Path file, Node root, Set<String> remarks) throws BadInput {
        var logback = new LogbackFile(file, around);
        List<AppenderConfig> found = logback.read(root);
        remarks.addAll(logback.remarks());
        return found;
    }

    private List<AppenderConfig> spring(Path file, Set<String> remarks) throws BadInput {
        var spring = new SpringFile(around);
        spring.read(file);
        remarks.addAll(spring.remarks());
        AppenderConfig found = new SpringSettings(spring, around).read(file);
        return found == null ? List.of() : List.of(found);
    }

    private List<AppenderConfig> composite(Path file, List<String> names, Set<String> remarks) throws BadInput {
        var files = new ArrayList<Path>();
        for (String name : names) {
            String plain = name.strip().replaceFirst("^(classpath:|file:(//)?)", "");
            files.add(ConfigEnvironment.file(plain, file));
        }
        return log4j(file, files, remarks);
    }

    private List<AppenderConfig> log4j(Path file, List<Path> files, Set<String> remarks) throws BadInput {
        var log4j = new Log4jFile(file, around);
        var trees = new Log4jTrees(log4j.remarks()::add);
        var roots = new ArrayList<Node>();
        for (Path one : files) {
            try {
                if (Documents.isProperties(one)) {
                    roots.add(Log4jTrees.lines(one, Documents.of(one).get(0)));
                } else if (Documents.isYaml(one) || Documents.isJson(one)) {
                    for (JsonNode document : Documents.trees(one)) {
                        roots.add(trees.tree(one, document));
                    }
                } else {
                    roots.add(trees.xml(one, XmlTree.read(one)));
                }
            } catch (IOException unreadable) {
                throw new BadInput(one + ": " + reason(unreadable));
            }
        }
        List<AppenderConfig> found = log4j.read(roots);
        remarks.addAll(log4j.remarks());
        return found;
    }

    /** Appenders with the same name, from branches whose condition is unknown, get numbers. */
    private static List<AppenderConfig> distinct(List<AppenderConfig> found) {
        var names = new HashSet<String>();
        var distinct = new ArrayList<AppenderConfig>();
        for (AppenderConfig appender : found) {
            int number = 1;
            String name = appender.name();
            while (!names.add(name)) {
                number++;
                name = appender.name() + '#' + number;
            }
            distinct.add(appender.named(name));
        }
        return distinct;
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

    /** Why a file or directory cannot be read, in a few words. */
    public static String reason(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "may not be read or written; look at its owner and permissions, and at those of its directory";
        }
        if (unreadable instanceof CharacterCodingException || unreadable instanceof CharConversionException) {
            return "is not text in UTF-8";
        }
        String message = unreadable.getMessage();
        if ("Is a directory".equals(message)) {
            return "is a directory; name a file";
        }
        String kind = unreadable.getClass().getSimpleName().replace("Exception", "");
        return message == null ? kind : kind + ": " + message;
    }
}
