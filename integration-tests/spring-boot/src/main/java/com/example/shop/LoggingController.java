package com.example.shop;

import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Sets the logging system up anew, as libraries do that bring properties late. */
@RestController
class LoggingController {
    private final ConfigurableEnvironment environment;

    LoggingController(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @GetMapping("/logging/{before}")
    String setUp(@PathVariable("before") String before) {
        LoggingSystem system = LoggingSystem.get(LoggingController.class.getClassLoader());
        if (before.equals("stopped")) {
            system.getShutdownHandler().run();
        }
        system.cleanUp();
        system.beforeInitialize();
        system.initialize(new LoggingInitializationContext(environment), null, null);
        return "set up";
    }
}
