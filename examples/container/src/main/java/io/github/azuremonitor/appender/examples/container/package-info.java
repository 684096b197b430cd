/** A small service in a container. It knows nothing of Azure: it logs. */
@NullMarked
package io.github.azuremonitor.appender.examples.container;

import org.jspecify.annotations.NullMarked;
