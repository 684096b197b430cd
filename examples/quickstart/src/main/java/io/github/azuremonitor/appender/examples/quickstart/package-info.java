/** A small web service, or a log file, whose log calls become rows: from build to check with one command. */
@NullMarked
package io.github.azuremonitor.appender.examples.quickstart;

import org.jspecify.annotations.NullMarked;
