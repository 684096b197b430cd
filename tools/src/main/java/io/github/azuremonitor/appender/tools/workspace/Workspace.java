package io.github.azuremonitor.appender.tools.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.send.JsonCalls;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workspace that can be asked in KQL (Azure Monitor docs, "Access the Azure Monitor Log Analytics API" and "Request
 * format"), with the identity of the configuration.
 */
public final class Workspace implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonCalls calls;
    private final URI path;

    private Workspace(JsonCalls calls, URI path) {
        this.calls = calls;
        this.path = path;
    }

    /**
     * Touches nothing yet.
     *
     * @param id what the portal calls Workspace ID
     * @param endpoint where the API is; null for the one of the cloud
     */
    public static Workspace open(
            String id, @Nullable String endpoint, PipelineSettings settings, Time time, Reporter reporter)
            throws BadInput {
        if (!isId(id)) {
            throw noId(id);
        }
        Cloud cloud = Cloud.of(settings.credential().audience());
        URI base = Cloud.endpoint("--query-endpoint", endpoint == null ? cloud.query() : endpoint);
        JsonCalls calls = JsonCalls.create(settings, base, cloud.queryAudience(), PATIENCE, time, reporter);
        return new Workspace(calls, URI.create(base.toString().replaceAll("/+$", "") + "/v1/workspaces/" + id + "/"));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static BadInput noId(String text) {
        return new BadInput("--workspace: '" + text + "' is no Workspace ID, which has the form"
                + " 00000000-0000-0000-0000-000000000000, and no file with the"
                + " outputs of a deployment; copy the id from the workspace's"
                + " overview, or take customerId of 'az monitor log-analytics"
                + " workspace show'");
    }

    /** Asks; tables of the plans Basic and Auxiliary answer at another address, which is asked if the first sends there. */
    public WorkspaceAnswer ask(String kql) {
        WorkspaceAnswer answer = ask("query", kql);
        boolean otherPlan = answer.kind() == WorkspaceAnswer.Kind.FAILED
                && (answer.detail().contains("Basic") || answer.detail().contains("Auxiliary"));
        return otherPlan ? ask("search", kql) : answer;
    }

    private WorkspaceAnswer ask(String how, String kql) {
        ObjectNode body = JSON.createObjectNode().put("query", kql).put("timespan", "P2D");
        return WorkspaceAnswer.of(calls.post(path.resolve(how), body.toString()));
    }

    @Override
    public void close() {
        calls.close();
    }
}
