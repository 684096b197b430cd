/** What a person looks at: requests and problems as JSON; the real service has nothing like it. */
@NullMarked
package io.github.azuremonitor.appender.emulator.view;

import org.jspecify.annotations.NullMarked;
