package io.github.azuremonitor.appender.compatibility;

import java.io.File;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/** Logs one event through each of several configurations of Log4j2. */
public final class Log4j2FilesProgram {
    private Log4j2FilesProgram() {}

    /** Arguments: the files. */
    public static void main(String[] arguments) {
        for (String argument : arguments) {
            var file = new File(argument);
            LoggerContext context = Configurator.initialize("snippets", null, file.toURI());
            context.getLogger("com.example.Snippets").warn("configured by {}", file.getName());
            Configurator.shutdown(context);
        }
    }
}
