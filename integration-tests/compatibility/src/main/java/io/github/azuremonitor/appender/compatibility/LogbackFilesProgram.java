package io.github.azuremonitor.appender.compatibility;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.File;
import org.slf4j.LoggerFactory;

/** Logs one event through each of several configurations of Logback. */
public final class LogbackFilesProgram {
    private LogbackFilesProgram() {}

    /** Arguments: the files. */
    public static void main(String[] arguments) throws JoranException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        for (String argument : arguments) {
            var file = new File(argument);
            context.reset();
            var configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(file);
            context.getLogger("com.example.Snippets").warn("configured by {}", file.getName());
        }
        context.stop();
    }
}
