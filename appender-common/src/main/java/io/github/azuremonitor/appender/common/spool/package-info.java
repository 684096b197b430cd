/** Where batches wait while Azure does not take them, and where refused rows end. */
@NullMarked
package io.github.azuremonitor.appender.common.spool;

import org.jspecify.annotations.NullMarked;
