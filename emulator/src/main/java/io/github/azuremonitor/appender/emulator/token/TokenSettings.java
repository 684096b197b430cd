package io.github.azuremonitor.appender.emulator.token;

import java.time.Duration;

/**
 * Who may get which tokens.
 *
 * @param managed the managed identity
 * @param identityHeader what {@code X-IDENTITY-HEADER} must hold
 * @param application the app registration
 * @param clientSecret its secret
 * @param lifetime how long a token lives
 */
public record TokenSettings(
        Identity managed, String identityHeader, Identity application, String clientSecret, Duration lifetime) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "TokenSettings[managed=" + managed + ", application=" + application + ", lifetime=" + lifetime + "]";
    }
}
