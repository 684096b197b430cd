package io.github.azuremonitor.appender.emulator.arm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.dcr.Definitions;
import io.github.azuremonitor.appender.emulator.dcr.Rules;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.rows.Tables;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT}, {@code GET} and {@code DELETE} of data collection rules and endpoints, workspaces, their tables and saved
 * searches, and {@code GET} of all in a resource group or workspace. What is put is in force at once, under an immutable
 * id that follows from the address. Any api-version will do. Safe for use by several threads.
 */
public final class ArmRoute implements Route {
    /** Who a token may be meant for, in the public, the US government's and the Chinese cloud. */
    static final Set<String> AUDIENCES = Set.of(
            "https://management.azure.com",
            "https://management.core.windows.net",
            "https://management.usgovcloudapi.net",
            "https://management.chinacloudapi.cn");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Resources resources;
    private final Rules rules;
    private final boolean requireToken;
    private final Refusals refusals;
    private final Supplier<String> endpoint;

    /** @param endpoint where rows are sent; known once the emulator listens */
    public ArmRoute(
            Resources resources, Rules rules, boolean requireToken, Refusals refusals, Supplier<String> endpoint) {
        this.resources = resources;
        this.rules = rules;
        this.requireToken = requireToken;
        this.refusals = refusals;
        this.endpoint = endpoint;
    }

    @Override
    public boolean claims(Call call) {
        return ResourceId.parse(call.path()) != null;
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        return refusals.told(answer(call), call);
    }

    private Answer answer(Call call) {
        ResourceId id = Objects.requireNonNull(ResourceId.parse(call.path()));
        TokenIssuer.Verdict verdict = refusals.issuer()
                .judge(call.header("Authorization"), TokenIssuer.audiences(AUDIENCES, call.header("Host")));
        if (requireToken && verdict.fault() != null) {
            return ArmErrors.token(verdict.fault(), String.valueOf(verdict.message()));
        }
        if (call.query("api-version") == null) {
            return ArmErrors.noApiVersion();
        }
        return switch (call.method()) {
            case "GET" -> id.isOne() ? one(id) : list(id);
            case "PUT" -> id.isOne() ? put(id, call) : Answer.notAllowed("GET");
            case "DELETE" -> id.isOne() ? Answer.of(resources.delete(id) ? 200 : 204) : notAllowed();
            default -> notAllowed();
        };
    }

    private static Answer notAllowed() {
        return Answer.notAllowed("GET, PUT, DELETE");
    }

    private Answer one(ResourceId id) {
        ObjectNode resource = resources.get(id);
        return resource == null ? ArmErrors.notFound(id) : Answer.json(200, resource.toString());
    }

    private Answer list(ResourceId of) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("value").addAll(resources.all(of));
        return Answer.json(200, body.toString());
    }

    private Answer put(ResourceId id, Call call) {
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (JsonProcessingException e) {
            return ArmErrors.notJson(e.getOriginalMessage());
        } catch (IOException e) {
            return ArmErrors.notJson("It is no JSON.");
        }
        if (!(body instanceof ObjectNode resource)
                || !resource.path("properties").isObject()) {
            return ArmErrors.notJson("It has no object \"properties\".");
        }
        if (id.type().isLocated() && !resource.path("location").isTextual()) {
            return ArmErrors.noLocation();
        }
        complete(id, resource);
        Definitions definitions;
        try {
            definitions = Definitions.of(resource, id.name());
        } catch (IllegalArgumentException e) {
            return ArmErrors.invalid(id.type(), "InvalidPayload", String.valueOf(e.getMessage()));
        }
        for (DcrDefinition rule : definitions.rules()) {
            Answer refusal = judged(id, rule, resource.path("properties").path("dataFlows"));
            if (refusal != null) {
                return refusal;
            }
        }
        boolean isNew = resources.put(id, resource, definitions);
        return Answer.json(isNew ? 201 : 200, resource.toString());
    }

    /** What Azure adds to a resource, whatever was sent in its place. */
    private void complete(ResourceId id, ObjectNode resource) {
        resource.put("id", id.path())
                .put("name", id.name())
                .put("type", id.type().azure());
        ObjectNode properties = (ObjectNode) resource.path("properties");
        String hash = id.hash().toString();
        properties.put("provisioningState", "Succeeded");
        switch (id.type()) {
            case RULE -> {
                properties.put("immutableId", "dcr-" + hash.replace("-", ""));
                if ("Direct".equalsIgnoreCase(resource.path("kind").asText())) {
                    properties.putObject("endpoints").put("logsIngestion", endpoint.get());
                }
            }
            case ENDPOINT ->
                properties
                        .put("immutableId", "dce-" + hash.replace("-", ""))
                        .putObject("logsIngestion")
                        .put("endpoint", endpoint.get());
            case WORKSPACE -> properties.put("customerId", hash);
            case TABLE -> {
                if (properties.path("schema") instanceof ObjectNode schema && !schema.has("name")) {
                    schema.put("name", id.name());
                }
            }
            case QUERY -> {}
        }
    }

    private @Nullable Answer judged(ResourceId id, DcrDefinition rule, JsonNode dataFlows) {
        for (JsonNode flow : dataFlows) {
            for (JsonNode stream : flow.path("streams")) {
                String name = stream.asText();
                if (!rule.streams().containsKey(name) && !name.startsWith("Microsoft-")) {
                    return ArmErrors.invalid(
                            id.type(),
                            "InvalidStream",
                            "'Streams' stream '" + name + "' must be a custom stream or one of the allowed streams.");
                }
            }
        }
        List<Tables.Failure> failures = Tables.failures(rule, rules.now().tables());
        if (failures.isEmpty()) {
            return null;
        }
        String message = failures.get(0).message();
        boolean output = message.startsWith("Types of transform output");
        return ArmErrors.invalid(id.type(), output ? "InvalidTransformOutput" : "InvalidTransformQuery", message);
    }
}
