package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.rule.RuleCheck;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.AppenderOptions;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import io.github.azuremonitor.appender.tools.workspace.DeploymentOutputs;
import io.github.azuremonitor.appender.tools.workspace.RuleMetrics;
import io.github.azuremonitor.appender.tools.workspace.RuleOptions;
import io.github.azuremonitor.appender.tools.workspace.Workspace;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}. */
@Command(
        name = "check",
        description = {
            "Says whether a configuration can deliver, step by step, and what to fix if not. Sends one row.",
            "The identity is that of whoever runs this: run it where the application runs."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {
            "0:the row was accepted",
            "1:a step failed",
            "2:wrong options or settings, or an unreadable file"
        })
public final class CheckCommand implements Callable<Integer> {
    /** The same exit code for every command. */
    private static final int WRONG_INPUT = 2;

    /** What a workspace is asked for. */
    private static final Duration LONGEST = Duration.ofDays(2);

    private static final Duration A_DAY = Duration.ofDays(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AppenderOptions chosen = new AppenderOptions();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "The rule as 'az … show' prints it, or its ARM template: compare the columns with it; the setting"
                            + " dcr, if left out.")
    private @Nullable Path against;

    @Option(
            names = "--env",
            description =
                    "All settings from the environment, as a pod has them: says which variables count, and takes no"
                            + " file.")
    private boolean fromEnvironment;

    @Mixin
    private WorkspaceOptions workspaceOptions = new WorkspaceOptions();

    @Mixin
    private RuleOptions ruleOptions = new RuleOptions();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long to ask the workspace for the row; ${DEFAULT-VALUE} if left out.")
    private String wait = "10m";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Send no row: see what the workspace has of the running application since then, 15m for example.")
    private @Nullable String since;

    /** For picocli. */
    public CheckCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        var steps = new Steps(command.getOut());
        if (fromEnvironment && chosen.hasFile()) {
            throw new BadInput("--env reads the environment alone; leave out --config");
        }
        Duration patience = WorkspaceOptions.duration("--wait", wait);
        if (since != null) {
            if (WorkspaceOptions.duration("--since", since).compareTo(LONGEST) > 0) {
                throw new BadInput("--since: " + since + " is more than 2d");
            }
            if (!workspaceOptions.isAsked()) {
                throw new BadInput("--since asks a workspace; name it with --workspace ID");
            }
        }
        if (ruleOptions.isAsked() && !workspaceOptions.isAsked()) {
            throw new BadInput("--rule-id asks for metrics beside a workspace; name that with --workspace ID");
        }
        AppenderSettings settings = new ConfigurationStep(chosen, fromEnvironment, steps).settings();
        if (settings == null) {
            return WRONG_INPUT;
        }
        List<Column> columns = settings.table().columns().columns();
        PipelineSettings.Credential credential = settings.pipeline().credential();
        var columnStep = new ColumnStep(against, steps);
        RuleCheck check = columnStep.check(settings);
        if (!columnStep.fits(check)) {
            return 1;
        }
        columnStep.compare(check, columns);
        if (!isOfTheRule(workspaceOptions.outputs(), settings.pipeline(), steps)) {
            return 1;
        }
        List<Target> targets = Target.of(check);
        var reporter = new PrintReporter(command.getErr());
        if (since != null) {
            try (Workspace workspace = workspaceOptions.open(settings.pipeline(), reporter);
                    RuleMetrics metrics = ruleOptions.open(workspaceOptions.outputs(), settings.pipeline(), reporter)) {
                boolean tooLong = WorkspaceOptions.duration("--since", since).compareTo(A_DAY) > 0;
                var running = new RunningStep(workspace, since, tooLong ? since : "1d", columns, steps);
                targets.stream().takeWhile(running::look).forEach(seen -> {});
                var counts = new MetricsStep(metrics, steps);
                // What is older would be more than an answer holds.
                Instant from = now().minus(tooLong ? A_DAY : WorkspaceOptions.duration("--since", since));
                targets.forEach(target -> counts.look(target, from, now(), "in " + (tooLong ? "1d" : since), false));
            }
            return steps.isFailed() ? 1 : 0;
        }
        new SpoolStep(settings.pipeline(), targets.stream().map(Target::stream).collect(Collectors.toSet()), steps)
                .say();
        var sending = new SendStep(settings, new Post(settings.pipeline(), reporter), steps);
        if (!sending.reaches(targets.get(0).probe())) {
            return 1;
        }
        if (credential.kind() == CredentialKind.APPLICATION) {
            steps.fail(
                    "token",
                    "none, because only the application's code has its credential; no row was sent; give this command"
                            + " a configuration with a credential of the same identity");
        } else if (workspaceOptions.isAsked()) {
            try (Workspace workspace = workspaceOptions.open(settings.pipeline(), reporter);
                    RuleMetrics metrics = ruleOptions.open(workspaceOptions.outputs(), settings.pipeline(), reporter)) {
                var stored = new StoredStep(workspace, patience, Time.SYSTEM, CheckCommand::sleep, steps);
                var counts = new MetricsStep(metrics, steps);
                Instant began = now();
                List<Target> sent = sending.send(targets);
                sent.stream().takeWhile(stored::look).forEach(found -> {});
                sent.forEach(target -> counts.look(target, began, now(), "since then", stored.misses(target)));
            }
            if (steps.isFailed()) {
                targets.forEach(target -> command.getOut().println(target.query()));
            }
        } else {
            for (Target sent : sending.send(targets)) {
                steps.note(
                        "stored?",
                        "Azure accepts rows that it drops afterwards; this finds the row within minutes, in a new table"
                                + " within 15, and --workspace asks for it:");
                command.getOut().println(sent.query());
            }
        }
        return steps.isFailed() ? 1 : 0;
    }

    /** False if a file with outputs is that of another deployment, whose workspace would never have the row. */
    private static boolean isOfTheRule(@Nullable DeploymentOutputs outputs, PipelineSettings settings, Steps steps) {
        if (outputs == null
                || outputs.dcrImmutableId().isEmpty()
                || settings.dcrImmutableIds().contains(outputs.dcrImmutableId())) {
            return true;
        }
        steps.fail(
                "workspace",
                "the outputs are those of the rule " + outputs.dcrImmutableId() + ", and the configuration sends to "
                        + String.join(", ", settings.dcrImmutableIds())
                        + "; write the one that is right into dcrImmutableId,"
                        + " or give the outputs of the other deployment");
        return false;
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.SYSTEM.epochMillis());
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
