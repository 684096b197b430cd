package io.github.azuremonitor.appender.emulator.ingest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who may not write: every identity has the role until it is revoked. Safe for use by several threads. */
public final class Roles {
    private final Set<String> without = ConcurrentHashMap.newKeySet();

    /** Takes the role away from a service principal. */
    public void revoke(String objectId) {
        without.add(objectId);
    }

    /** Gives it back. */
    public void grant(String objectId) {
        without.remove(objectId);
    }

    /** Gives it back to everybody. */
    public void grantAll() {
        without.clear();
    }

    boolean has(String objectId) {
        return !without.contains(objectId);
    }
}
