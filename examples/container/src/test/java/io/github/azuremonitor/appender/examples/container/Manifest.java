package io.github.azuremonitor.appender.examples.container;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the manifests as a platform would. */
final class Manifest {
    private static final String NAMESPACE = "shop";
    private static final String NODE = "aks-nodepool1-0";

    private Manifest() {}

    /** All documents of a file, as maps and lists. */
    static List<Object> documents(String file) throws IOException {
        List<Object> documents = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(Path.of(file))) {
            new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in).forEach(documents::add);
        }
        return documents;
    }

    /** The one document of this kind. */
    static Object ofKind(String file, String kind) throws IOException {
        return documents(file).stream()
                .filter(document -> kind.equals(at(document, "kind")))
                .findFirst()
                .orElseThrow();
    }

    /** What lies at the end of a path of keys and indexes. */
    static Object at(Object tree, Object... path) {
        Object here = tree;
        for (Object step : path) {
            here = here instanceof List<?> list && step instanceof Integer index
                    ? list.get(index)
                    : here instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return here;
    }

    /** The variables of the first container of a workload, as Kubernetes makes them for a pod of this name. */
    static Map<String, String> environment(String file, String pod) throws IOException {
        Object workload = documents(file).get(2);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOSTNAME", pod);
        ((Map<?, ?>) at(ofKind(file, "ConfigMap"), "data"))
                .forEach((name, value) -> variables.put((String) name, (String) value));
        for (Object variable : (List<?>) at(workload, "spec", "template", "spec", "containers", 0, "env")) {
            Object path = at(variable, "valueFrom", "fieldRef", "fieldPath");
            variables.put(
                    (String) at(variable, "name"),
                    path == null ? (String) at(variable, "value") : field(workload, (String) path, pod));
        }
        return variables;
    }

    private static String field(Object workload, String path, String pod) {
        if (path.startsWith("metadata.labels['")) {
            String label = path.substring("metadata.labels['".length(), path.length() - 2);
            return (String) at(workload, "spec", "template", "metadata", "labels", label);
        }
        return switch (path) {
            case "metadata.name" -> pod;
            case "metadata.namespace" -> NAMESPACE;
            case "spec.nodeName" -> NODE;
            default -> throw new IllegalArgumentException("the downward API has no " + path);
        };
    }
}
