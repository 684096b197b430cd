package io.github.azuremonitor.appender.common.send.credential;

import java.net.URI;

/** The OAuth scope for an audience. */
final class AzureScope {
    private AzureScope() {}

    /**
     * The resource with {@code /.default}. A bare host is a resource that ends with a slash, so the scope has two:
     * {@code https://monitor.azure.com//.default}, as azure-monitor-ingestion's {@code LogsIngestionAudience} and
     * Microsoft's tutorials have it.
     */
    static String of(String audience) {
        String resource = audience;
        if (audience.startsWith("https://")) {
            String path = URI.create(audience).getPath();
            if (path == null || path.isEmpty()) {
                resource = audience + "/";
            }
        }
        return resource + "/.default";
    }
}
