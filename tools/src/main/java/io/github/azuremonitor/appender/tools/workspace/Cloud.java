package io.github.azuremonitor.appender.tools.workspace;

import io.github.azuremonitor.appender.tools.input.BadInput;
import java.net.URI;

/**
 * Where each cloud answers, and what a token has to be for: Azure Monitor docs, "Access the API"; for Resource Manager the
 * pages "Azure Government endpoint mapping" and "Azure China developer guide".
 */
enum Cloud {
    PUBLIC("https://api.loganalytics.azure.com", "https://api.loganalytics.io", "https://management.azure.com"),
    US_GOVERNMENT("https://api.loganalytics.us", "https://api.loganalytics.us", "https://management.usgovcloudapi.net"),
    CHINA(
            "https://api.loganalytics.azure.cn",
            "https://api.loganalytics.azure.cn",
            "https://management.chinacloudapi.cn");

    private final String query;
    private final String queryAudience;
    private final String management;

    Cloud(String query, String queryAudience, String management) {
        this.query = query;
        this.queryAudience = queryAudience;
        this.management = management;
    }

    /** By what tokens for ingestion are for. */
    static Cloud of(String audience) {
        if (audience.endsWith(".us")) {
            return US_GOVERNMENT;
        }
        return audience.endsWith(".cn") ? CHINA : PUBLIC;
    }

    /** The query API. */
    String query() {
        return query;
    }

    String queryAudience() {
        return queryAudience;
    }

    /** Resource Manager, whose audience is the same. */
    String management() {
        return management;
    }

    /**
     * An address that a token may go to.
     *
     * @param option that it was given with
     * @throws BadInput for one that is neither encrypted nor on this machine
     */
    static URI endpoint(String option, String text) throws BadInput {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput(option + ": '" + text + "' is no URL");
        }
        boolean local = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local))) {
            throw new BadInput(option + ": '" + text + "' is no https:// URL, and a token would go there");
        }
        return uri;
    }
}
