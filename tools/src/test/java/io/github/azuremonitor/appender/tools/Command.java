package io.github.azuremonitor.appender.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * One run of a command.
 *
 * @param code exit code
 */
public record Command(int code, String out, String err) {
    public static Command run(Object... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] texts = List.of(args).stream().map(Object::toString).toArray(String[]::new);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), texts);
        return new Command(code, out.toString(), err.toString());
    }

    public List<String> lines() {
        return out.lines().toList();
    }
}
