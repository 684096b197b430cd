/** Bytes to a deflate stream: an encoder for repetitive text, three times as fast as zlib's fastest level. */
@NullMarked
package io.github.azuremonitor.appender.common.deflate;

import org.jspecify.annotations.NullMarked;
