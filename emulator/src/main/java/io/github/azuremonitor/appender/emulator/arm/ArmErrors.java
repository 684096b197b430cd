package io.github.azuremonitor.appender.emulator.arm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Errors in the form of Azure Resource Manager. {@code InvalidPayload} and {@code InvalidStream} with their texts are the
 * real service's, as people report them (Azure/azure-cli-extensions#7399, hashicorp/terraform-provider-azurerm#28709);
 * the other codes are Resource Manager's usual ones, their texts unverified.
 */
final class ArmErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ArmErrors() {}

    static Answer scripted(int status, String code, @Nullable String message) {
        return error(status, code, message == null ? "Scripted." : message);
    }

    static Answer noApiVersion() {
        return error(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests.");
    }

    static Answer token(String fault, String message) {
        return switch (fault) {
            case "MissingToken" ->
                error(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
            case "ExpiredToken" -> error(401, "ExpiredAuthenticationToken", message);
            case "InvalidAudience" -> error(401, "InvalidAuthenticationTokenAudience", message);
            default -> error(401, "InvalidAuthenticationToken", message);
        };
    }

    static Answer notFound(ResourceId id) {
        return error(
                404,
                "ResourceNotFound",
                "The Resource '" + id.type().azure() + "/" + id.name() + "' under resource group '" + id.group()
                        + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
    }

    static Answer notJson(String why) {
        return error(
                400,
                "InvalidRequestContent",
                "The request content was invalid and could not be deserialized: '" + why + "'.");
    }

    static Answer noLocation() {
        return error(400, "LocationRequired", "The location property is required for this definition.");
    }

    static Answer invalid(ResourceId.Type type, String code, String message) {
        if (type != ResourceId.Type.RULE) {
            return error(400, "InvalidParameter", message);
        }
        ArrayNode details = JSON.createArrayNode();
        details.addObject().put("code", code).put("message", message);
        return error(400, "InvalidPayload", "Data collection rule is invalid", details)
                .advising(message);
    }

    private static Answer error(int status, String code, String message) {
        return error(status, code, message, JSON.createArrayNode()).advising(message);
    }

    private static Answer error(int status, String code, String message, ArrayNode details) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        if (!details.isEmpty()) {
            error.set("details", details);
        }
        return Answer.json(status, body.toString());
    }
}
