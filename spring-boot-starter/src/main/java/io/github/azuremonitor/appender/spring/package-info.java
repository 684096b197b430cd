/** Spring Boot: properties to settings, an appender without XML, beans to credential, health and meters. */
@NullMarked
package io.github.azuremonitor.appender.spring;

import org.jspecify.annotations.NullMarked;
