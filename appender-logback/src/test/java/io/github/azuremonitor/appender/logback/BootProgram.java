package io.github.azuremonitor.appender.logback;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A Spring Boot application: logs when it is up and, last of all, while its context closes. */
@Configuration(proxyBeanMethods = false)
class BootProgram {
    private static final Logger LOG = LoggerFactory.getLogger("com.example.BootProgram");

    public static void main(String[] arguments) {
        var application = new SpringApplication(BootProgram.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        var context = application.run(arguments);
        LOG.info("up");
        System.out.println("started");
        if (context.getEnvironment().getProperty("leave-open") == null) {
            context.close();
        }
    }

    @Bean
    DisposableBean farewell() {
        return () -> LOG.info("last words");
    }
}
