package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;

/** A value that is known only at deployment; each format has its own notation for it. */
enum Expression {
    WORKSPACE_ID,
    ENDPOINT_ID,
    RETENTION,
    TOTAL_RETENTION,
    WORKBOOK_NAME,
    ACTION_GROUPS,
    BUDGET;

    JsonNode node() {
        return new POJONode(this);
    }
}
