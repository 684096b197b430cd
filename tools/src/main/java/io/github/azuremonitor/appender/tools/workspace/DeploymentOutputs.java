package io.github.azuremonitor.appender.tools.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import java.nio.file.Path;

/**
 * What a deployment of our template gave, so that nobody copies an id: the outputs as {@code az deployment group create}
 * and {@code … show} print them, whole or with {@code --query properties.outputs}, or as {@code terraform output -json}
 * does.
 *
 * @param workspaceId what the portal calls Workspace ID
 * @param ruleResourceId empty if it is not among them
 * @param dcrImmutableId empty if it is not among them
 */
public record DeploymentOutputs(String workspaceId, String ruleResourceId, String dcrImmutableId) {
    /**
     * Reads a file.
     *
     * @throws BadInput if it cannot be read or does not say which workspace it was
     */
    public static DeploymentOutputs of(Path file) throws BadInput {
        JsonNode root = ConfigFiles.json(file);
        JsonNode nested = root.path("properties").path("outputs");
        JsonNode outputs = nested.isObject() ? nested : root;
        String workspaceId = value(outputs, "workspaceCustomerId", "workspace_customer_id");
        if (workspaceId.isEmpty()) {
            throw new BadInput("--workspace: " + file + " has no output workspaceCustomerId (workspace_customer_id"
                    + " with Terraform); give what 'az deployment group show --query"
                    + " properties.outputs' or 'terraform output -json' prints for a"
                    + " template of this version, or the Workspace ID itself");
        }
        return new DeploymentOutputs(
                workspaceId,
                value(outputs, "ruleResourceId", "rule_resource_id"),
                value(outputs, "dcrImmutableId", "dcr_immutable_id"));
    }

    private static String value(JsonNode outputs, String azs, String terraforms) {
        JsonNode output = outputs.has(azs) ? outputs.path(azs) : outputs.path(terraforms);
        return output.path("value").asText().strip();
    }
}
