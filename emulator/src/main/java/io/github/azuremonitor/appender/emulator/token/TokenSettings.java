package io.github.azuremonitor.appender.emulator.token;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    private static final String FIXED_TENANT = "e0000000-0000-4000-8000-000000000001";

    /** A unique identity. */
    public static TokenSettings random(@Nullable String clientSecret, Duration lifetime) {
        String tenant = UUID.randomUUID().toString();
        return new TokenSettings(
                Identity.random(tenant),
                UUID.randomUUID().toString(),
                Identity.random(tenant),
                clientSecret == null ? UUID.randomUUID().toString() : clientSecret,
                lifetime);
    }

    /** The same identity each time. */
    public static TokenSettings fixed(@Nullable String clientSecret, Duration lifetime) {
        return new TokenSettings(
                new Identity(
                        FIXED_TENANT, "e0000000-0000-4000-8000-000000000002", "e0000000-0000-4000-8000-000000000003"),
                "emulator-identity-header",
                new Identity(
                        FIXED_TENANT, "e0000000-0000-4000-8000-000000000004", "e0000000-0000-4000-8000-000000000005"),
                clientSecret == null ? "emulator-client-secret" : clientSecret,
                lifetime);
    }

    /** The secrets that only the emulator and its clients know. */
    public String secrets() {
        return clientSecret + '\n' + identityHeader;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "TokenSettings[managed=" + managed + ", application=" + application + ", lifetime=" + lifetime + "]";
    }
}
