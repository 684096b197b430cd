/** Tokens of Microsoft Entra ID; the only user of azure-identity. */
@NullMarked
package io.github.azuremonitor.appender.common.send.credential;

import org.jspecify.annotations.NullMarked;
