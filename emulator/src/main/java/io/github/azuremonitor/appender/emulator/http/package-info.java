/** The HTTP and HTTPS server; the only package that knows Jetty. */
@NullMarked
package io.github.azuremonitor.appender.emulator.http;

import org.jspecify.annotations.NullMarked;
