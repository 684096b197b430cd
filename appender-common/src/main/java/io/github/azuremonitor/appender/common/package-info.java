/** What an application may call; everything below is reached through the appenders. */
@NullMarked
package io.github.azuremonitor.appender.common;

import org.jspecify.annotations.NullMarked;
