/** Small applications that a test starts beside one version or another of what applications bring. */
@NullMarked
package io.github.azuremonitor.appender.compatibility;

import org.jspecify.annotations.NullMarked;
