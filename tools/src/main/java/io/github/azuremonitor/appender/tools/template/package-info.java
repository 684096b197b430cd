/** Azure's side of a configuration: table, rule and role as a template. */
@NullMarked
package io.github.azuremonitor.appender.tools.template;

import org.jspecify.annotations.NullMarked;
