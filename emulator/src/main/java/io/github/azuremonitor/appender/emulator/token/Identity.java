package io.github.azuremonitor.appender.emulator.token;

import java.util.UUID;

/**
 * Who a token speaks for.
 *
 * @param tenantId the directory
 * @param clientId the application
 * @param objectId the service principal, which roles are given to
 */
public record Identity(String tenantId, String clientId, String objectId) {
    /** A unique identity. */
    public static Identity random(String tenantId) {
        return new Identity(
                tenantId, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }
}
