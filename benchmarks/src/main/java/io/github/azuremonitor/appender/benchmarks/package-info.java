/** What logging costs the application, compared with the least it can cost and with the usual ways. */
@NullMarked
package io.github.azuremonitor.appender.benchmarks;

import org.jspecify.annotations.NullMarked;
