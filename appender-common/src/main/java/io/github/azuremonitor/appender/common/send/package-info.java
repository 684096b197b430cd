/** Batch to answer: one POST, its token, and what came back as a value. */
@NullMarked
package io.github.azuremonitor.appender.common.send;

import org.jspecify.annotations.NullMarked;
