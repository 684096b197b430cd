/** Files that others write or read: what is wrong with one, in words, and files that tell that all is ready. */
@NullMarked
package io.github.azuremonitor.appender.emulator.files;

import org.jspecify.annotations.NullMarked;
