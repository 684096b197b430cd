package com.example.quarkus;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Logger;

/** Attaches the handler when the application starts; its appender delivers what is left when the JVM exits. */
@ApplicationScoped
public class AzureMonitorLogging {
    void start(@Observes StartupEvent event) {
        Logger.getLogger("").addHandler(new AzureMonitorHandler());
    }
}
