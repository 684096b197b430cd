package io.github.azuremonitor.appender.common.settings;

import java.net.URI;

/** Values of the setting {@code cloud}, with what differs between the clouds. */
enum Cloud {
    PUBLIC("com", "https://login.microsoftonline.com"),
    US_GOVERNMENT("us", "https://login.microsoftonline.us"),
    CHINA("cn", "https://login.chinacloudapi.cn");

    private final String topLevelDomain;
    private final String authorityHost;

    Cloud(String topLevelDomain, String authorityHost) {
        this.topLevelDomain = topLevelDomain;
        this.authorityHost = authorityHost;
    }

    /** Suffix of the host of every ingestion endpoint of this cloud. */
    String ingestionSuffix() {
        return ".ingest.monitor.azure." + topLevelDomain;
    }

    /** Resource that a token must be for. */
    String audience() {
        return "https://monitor.azure." + topLevelDomain;
    }

    /** Where Entra issues tokens. */
    URI authorityHost() {
        return URI.create(authorityHost);
    }
}
