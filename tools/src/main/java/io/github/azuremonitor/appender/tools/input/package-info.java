/** The user's input: configuration files of applications, and what is wrong with them. */
@NullMarked
package io.github.azuremonitor.appender.tools.input;

import org.jspecify.annotations.NullMarked;
