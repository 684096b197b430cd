/** The data collection rule in a file: what it declares, and how the columns agree with it. */
@NullMarked
package io.github.azuremonitor.appender.common.rule;

import org.jspecify.annotations.NullMarked;
