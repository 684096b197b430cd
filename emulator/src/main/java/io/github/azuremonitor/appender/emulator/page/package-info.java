/** What a person sees in a browser. */
@NullMarked
package io.github.azuremonitor.appender.emulator.page;

import org.jspecify.annotations.NullMarked;
