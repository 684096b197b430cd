package io.github.azuremonitor.appender.emulator.view;

import org.jspecify.annotations.Nullable;

/**
 * How a client finds the emulator.
 *
 * @param endpoint of HTTP
 * @param httpsEndpoint null without HTTPS
 * @param certificate the file that a client has to trust, null without HTTPS
 * @param identityEndpoint for the variable {@code IDENTITY_ENDPOINT}
 * @param identityHeader for the variable {@code IDENTITY_HEADER}
 * @param bindAddress where it listens
 * @param bounds what is kept at most, for a reader
 */
public record Connection(
        String endpoint,
        @Nullable String httpsEndpoint,
        @Nullable String certificate,
        String identityEndpoint,
        String identityHeader,
        String bindAddress,
        String bounds) {}
