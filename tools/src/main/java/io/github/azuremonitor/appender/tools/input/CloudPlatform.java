package io.github.azuremonitor.appender.tools.input;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The platforms that Spring Boot tells apart, in the order in which it looks for them; the first one found counts. */
enum CloudPlatform {
    /** Only for those who name it. */
    NONE,
    CLOUD_FOUNDRY("VCAP_APPLICATION or VCAP_SERVICES"),
    HEROKU("DYNO"),
    SAP("HC_LANDSCAPE"),
    NOMAD("NOMAD_ALLOC_ID"),
    KUBERNETES("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT"),
    AZURE_APP_SERVICE("WEBSITE_SITE_NAME and WEBSITE_INSTANCE_ID and WEBSITE_RESOURCE_GROUP and WEBSITE_SKU"),
    AWS_ECS("AWS_EXECUTION_ENV");

    /** Overrides what the variables say. */
    static final String PROPERTY = "spring.main.cloud-platform";

    private final String variables;

    CloudPlatform() {
        this("");
    }

    CloudPlatform(String variables) {
        this.variables = variables;
    }

    /**
     * The platform that the application would find itself on, or null.
     *
     * @param forced value of {@link #PROPERTY}, or null
     */
    static @Nullable CloudPlatform active(@Nullable String forced, ConfigEnvironment around) {
        for (CloudPlatform platform : values()) {
            if (platform.name().equalsIgnoreCase(forced)) {
                return platform;
            }
        }
        for (CloudPlatform platform : values()) {
            if (platform.isDetected(around)) {
                return platform;
            }
        }
        return null;
    }

    /** The platform of that name in any spelling that Spring takes, or null. */
    static @Nullable CloudPlatform named(String name) {
        for (CloudPlatform platform : values()) {
            if (plain(platform.name()).equals(plain(name))) {
                return platform;
            }
        }
        return null;
    }

    /** How an application finds out that it runs there. */
    String sign() {
        String property = PROPERTY + '=' + word();
        return variables.isEmpty() ? property : variables + " or " + property;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private boolean isDetected(ConfigEnvironment around) {
        Predicate<String> isSet = name -> around.variable(name) != null || around.property(name) != null;
        return switch (this) {
            case NONE -> false;
            case AWS_ECS -> {
                String where = around.variable(variables);
                yield where != null && where.startsWith(name());
            }
            case CLOUD_FOUNDRY -> List.of(variables.split(" or ")).stream().anyMatch(isSet);
            default -> List.of(variables.split(" and ")).stream().allMatch(isSet);
        };
    }

    private static String plain(String name) {
        return name.strip().replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }
}
