package com.example.shop;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** A small web application as any other: nothing in it knows where its log goes. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {
    private static final Logger LOG = LoggerFactory.getLogger(ShopApplication.class);

    /** For Spring. */
    public ShopApplication() {}

    /** Starts it. */
    public static void main(String[] arguments) {
        var application = new SpringApplication(ShopApplication.class);
        application.setRegisterShutdownHook(!List.of(arguments).contains("--shop.hookless"));
        application.run(arguments);
    }

    @Bean
    DisposableBean till() {
        return () -> LOG.info("the till is closed");
    }

    /** As Spring Cloud Azure brings one. */
    @Bean
    @ConditionalOnProperty("shop.credential-bean")
    TokenCredential identity() {
        TokenCredential managed = new ManagedIdentityCredentialBuilder().build();
        return request -> {
            // Not logged: a log call for each token would ask for tokens.
            System.out.println("token wanted by " + Thread.currentThread().getName());
            return managed.getToken(request);
        };
    }

    @Bean
    @ConditionalOnProperty("shop.broken")
    Object warehouse() {
        throw new IllegalStateException("the warehouse is on fire");
    }
}
