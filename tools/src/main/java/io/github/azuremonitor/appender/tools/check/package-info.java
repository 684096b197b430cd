/** Whether a configuration can deliver, step by step, and if not, what to fix. */
@NullMarked
package io.github.azuremonitor.appender.tools.check;

import org.jspecify.annotations.NullMarked;
