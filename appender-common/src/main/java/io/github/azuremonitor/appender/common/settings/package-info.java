/** Settings as immutable records, their text forms, and every fault of them at once. */
@NullMarked
package io.github.azuremonitor.appender.common.settings;

import org.jspecify.annotations.NullMarked;
