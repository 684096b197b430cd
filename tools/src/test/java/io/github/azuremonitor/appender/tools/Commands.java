package io.github.azuremonitor.appender.tools;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Several commands in one process, because a process with an identity in its environment takes seconds to begin. */
public final class Commands {
    /** Stands between commands. */
    public static final String NEXT = "--next--";

    private Commands() {}

    /** Prints what each says, and a line with its exit code. */
    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var command = new ArrayList<String>();
        for (String arg : List.of(args)) {
            if (arg.equals(NEXT)) {
                run(out, command);
                command.clear();
            } else {
                command.add(arg);
            }
        }
        run(out, command);
    }

    private static void run(PrintWriter out, List<String> command) {
        int code = Main.run(out, out, command.toArray(String[]::new));
        out.println("exit " + code);
    }
}
