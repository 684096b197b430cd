/** Azure's side of a configuration as a template: table, rule and role. */
@NullMarked
package io.github.azuremonitor.appender.tools.template;

import org.jspecify.annotations.NullMarked;
