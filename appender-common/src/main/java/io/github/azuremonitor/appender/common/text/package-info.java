/** Names as people write and mistype them, and texts that nobody should see. */
@NullMarked
package io.github.azuremonitor.appender.common.text;

import org.jspecify.annotations.NullMarked;
