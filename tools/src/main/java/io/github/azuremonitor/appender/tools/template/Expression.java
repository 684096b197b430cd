package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;

/** A value that only the deployment knows; each format has its own words for it. */
enum Expression {
    WORKSPACE_ID,
    ENDPOINT_ID,
    RETENTION,
    TOTAL_RETENTION;

    JsonNode node() {
        return new POJONode(this);
    }
}
