package io.github.azuremonitor.appender.tools.workspace;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rule's metrics are asked for, for a mixin. */
public final class RuleOptions {
    @Option(
            names = "--rule-id",
            paramLabel = "RESOURCE-ID",
            description = "The rule's resource id: ask for its metrics of dropped rows and columns; what the outputs in"
                    + " the file of --workspace say, if left out.")
    private @Nullable String id;

    @Option(
            names = "--management-endpoint",
            paramLabel = "URL",
            description = "Where Azure Resource Manager is, if not at the cloud's own address.")
    private @Nullable String endpoint;

    /** For picocli. */
    public RuleOptions() {}

    /** Whether a rule is named. */
    public boolean isAsked() {
        return id != null;
    }

    /**
     * The rule's metrics, or null if the rule is not known; close them.
     *
     * @param outputs of the deployment, if there are any
     */
    public @Nullable RuleMetrics open(@Nullable DeploymentOutputs outputs, PipelineSettings settings, Reporter reporter)
            throws BadInput {
        String known = id == null && outputs != null ? outputs.ruleResourceId() : id;
        return known == null || known.isEmpty()
                ? null
                : RuleMetrics.open(known, endpoint, settings, Time.SYSTEM, reporter);
    }
}
