/** Event to row: the column list compiled into writers of JSON. */
@NullMarked
package io.github.azuremonitor.appender.common.encode;

import org.jspecify.annotations.NullMarked;
