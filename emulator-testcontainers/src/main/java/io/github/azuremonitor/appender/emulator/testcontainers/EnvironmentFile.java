package io.github.azuremonitor.appender.emulator.testcontainers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file in which the emulator tells an application's environment: {@code NAME=value} in lines. */
final class EnvironmentFile {
    private EnvironmentFile() {}

    static Map<String, String> read(InputStream in) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    static String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the emulator does not tell " + name + ": it is of another version");
        }
        return value;
    }
}
