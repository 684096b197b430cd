/** Builds the stages, links them, shares them between appenders, starts and stops them. */
@NullMarked
package io.github.azuremonitor.appender.common.pipeline;

import org.jspecify.annotations.NullMarked;
