package io.github.azuremonitor.appender.log4j2;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;

/**
 * A field that gets all elements nested in the plugin's, before Log4j2 hands them out one by one and drops those that
 * no field takes. The plugin has to defer its children.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@PluginVisitorStrategy(NestedElementsVisitor.class)
@interface NestedElements {}
