/** Rows to batch: exact byte accounting, gzip, and the rules that cut. */
@NullMarked
package io.github.azuremonitor.appender.common.batch;

import org.jspecify.annotations.NullMarked;
