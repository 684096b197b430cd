package io.github.azuremonitor.appender.tools.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A resource that each format writes by the same pattern.
 *
 * @param symbol its name within a template
 * @param name what Azure calls it: a text, or an {@link Expression}
 * @param place where it lies
 * @param kind empty for none
 */
record Extra(String symbol, String type, String api, JsonNode name, Place place, String kind, ObjectNode properties) {
    /** Where a resource lies. */
    enum Place {
        /** In the resource group, at the location of the template. */
        GROUP,
        /** In the workspace. */
        WORKSPACE,
        /** At the data collection rule. */
        RULE
    }
}
