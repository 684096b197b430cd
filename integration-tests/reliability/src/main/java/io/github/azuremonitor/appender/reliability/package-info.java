/** What survives when processes are killed, endpoints hang and both come back: an application to do it to. */
@NullMarked
package io.github.azuremonitor.appender.reliability;

import org.jspecify.annotations.NullMarked;
