/** What waits on disk: shown, written out, sent. */
@NullMarked
package io.github.azuremonitor.appender.tools.spool;

import org.jspecify.annotations.NullMarked;
