/** Azure Resource Manager's addresses, as far as rules, endpoints, tables and saved queries are concerned. */
@NullMarked
package io.github.azuremonitor.appender.emulator.arm;

import org.jspecify.annotations.NullMarked;
