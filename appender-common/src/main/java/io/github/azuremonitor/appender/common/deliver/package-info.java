/** Batch to fate: send, retry, hold, split, give up; decides with one pure table. */
@NullMarked
package io.github.azuremonitor.appender.common.deliver;

import org.jspecify.annotations.NullMarked;
