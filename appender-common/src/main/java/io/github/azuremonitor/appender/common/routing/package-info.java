/** Which events go to which stream, or nowhere. */
@NullMarked
package io.github.azuremonitor.appender.common.routing;

import org.jspecify.annotations.NullMarked;
