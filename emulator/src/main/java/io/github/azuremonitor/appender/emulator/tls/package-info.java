/** The certificate, generated at first start. */
@NullMarked
package io.github.azuremonitor.appender.emulator.tls;

import org.jspecify.annotations.NullMarked;
