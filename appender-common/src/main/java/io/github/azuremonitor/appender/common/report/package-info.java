/** What the pipeline says about itself: status lines, counted losses, the ledger. */
@NullMarked
package io.github.azuremonitor.appender.common.report;

import org.jspecify.annotations.NullMarked;
