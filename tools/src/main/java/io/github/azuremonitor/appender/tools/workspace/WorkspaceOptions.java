package io.github.azuremonitor.appender.tools.workspace;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which workspace is asked, for a mixin. */
public final class WorkspaceOptions {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})(s|m|h|d)");

    @Option(
            names = "--workspace",
            paramLabel = "ID|FILE",
            description = "The Workspace ID, as the portal calls it, or a file with the outputs of the template's"
                    + " deployment: ask there for what was stored.")
    private @Nullable String given;

    @Option(
            names = "--query-endpoint",
            paramLabel = "URL",
            description = "Where the query API is, if not at the cloud's own address.")
    private @Nullable String endpoint;

    /** For picocli. */
    public WorkspaceOptions() {}

    /** Whether a workspace is named. */
    public boolean isAsked() {
        return given != null;
    }

    /**
     * What the file says, or null if an id was given and no file.
     *
     * @throws BadInput if it is neither
     */
    public @Nullable DeploymentOutputs outputs() throws BadInput {
        if (given == null || Workspace.isId(given)) {
            return null;
        }
        Path file;
        try {
            file = Path.of(given);
        } catch (InvalidPathException noFile) {
            throw Workspace.noId(given);
        }
        if (!Files.exists(file)) {
            throw Workspace.noId(given);
        }
        return DeploymentOutputs.of(file);
    }

    /** The one that is named; close it. */
    public Workspace open(PipelineSettings settings, Reporter reporter) throws BadInput {
        if (given == null) {
            throw new BadInput("name the workspace with --workspace ID");
        }
        DeploymentOutputs outputs = outputs();
        return Workspace.open(
                outputs == null ? given : outputs.workspaceId(), endpoint, settings, Time.SYSTEM, reporter);
    }

    /**
     * A duration such as {@code 15m}, which is one in KQL too.
     *
     * @param option that it was given with
     */
    public static Duration duration(String option, String text) throws BadInput {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new BadInput(option + ": '" + text + "' is no duration; write 30s, 15m, 2h or 1d");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
