/** The command line. */
@NullMarked
package io.github.azuremonitor.appender.tools;

import org.jspecify.annotations.NullMarked;
