package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.routing.RouteList;
import io.github.azuremonitor.appender.common.send.Outcome;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Reading;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.Slips;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.Chosen;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
    private static final String OUR_VARIABLES = "AZURE_MONITOR_LOGS_";

    private static final String ENABLED = OUR_VARIABLES + "ENABLED";

    /** As every command answers it. */
    private static final int WRONG_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Chosen chosen = new Chosen();

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

    /** For picocli. */
    public CheckCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        var steps = new Steps(command.getOut());
        if (fromEnvironment && chosen.hasFile()) {
            throw new BadInput("--env reads the environment alone; leave out --config");
        }
        Function<String, @Nullable String> variables =
                chosen.given().surroundings(System::getenv).variables();
        if (fromEnvironment) {
            sayVariables(steps, variables);
        }
        AppenderConfig config = chosen.one(System::getenv);
        if (config != null) {
            config.remarks().forEach(remark -> steps.note("configuration", remark));
            if (config.off() != null) {
                steps.fail("configuration", config.off());
            }
        }
        Map<String, String> explicit = config == null ? Map.of() : config.settings();
        if (hasSlips(config, explicit, steps)) {
            return WRONG_INPUT;
        }
        Reading reading = SettingsReader.read(explicit, variables);
        if (!(reading instanceof Reading.Ready ready)) {
            steps.fail("configuration", reading.describe().replaceAll("\\s*\n\\s*", " "));
            return WRONG_INPUT;
        }
        ready.warnings().forEach(warning -> steps.note("configuration", warning.toString()));
        AppenderSettings settings = ready.settings();
        var faults = new ArrayList<String>();
        List<Column> columns =
                ColumnList.parse(settings.table().columns(), faults).columns();
        if (!faults.isEmpty()) {
            steps.fail("configuration", "columns: " + String.join("; ", faults));
            return WRONG_INPUT;
        }
        RouteList routes = RouteList.parse(settings.routes(), faults);
        if (!faults.isEmpty()) {
            steps.fail("configuration", "routes: " + String.join("; ", faults));
            return WRONG_INPUT;
        }
        steps.ok("configuration", reading.describe());
        PipelineSettings.Credential credential = settings.pipeline().credential();
        if (WhoSends.isAsked(credential)) {
            steps.note(
                    "identity",
                    new WhoSends(credential, System::getenv, file -> Files.isReadable(Path.of(file))).sentence());
        }
        var columnStep = new ColumnStep(against, steps);
        List<Target> targets = columnStep.targets(settings, routes, columns);
        if (!columnStep.fits(targets)) {
            return 1;
        }
        columnStep.compare(targets, columns);
        new SpoolStep(settings.pipeline(), targets.stream().map(Target::stream).collect(Collectors.toSet()), steps)
                .say();
        var post = new Post(settings.pipeline(), new PrintReporter(command.getErr()));
        if (!reaches(settings.pipeline(), post, targets.get(0).probe(), steps)) {
            return 1;
        }
        if (credential.kind() == CredentialKind.APPLICATION) {
            steps.fail(
                    "token",
                    "none, because only the application's code has its credential; no row was sent; give this command"
                            + " a configuration with a credential of the same identity");
        } else {
            send(targets, settings, post, steps, command.getOut());
        }
        return steps.isFailed() ? 1 : 0;
    }

    /** Names only: a value may be somebody's. */
    private void sayVariables(Steps steps, Function<String, @Nullable String> variables) throws BadInput {
        Set<String> known = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.environmentNames().stream())
                .collect(Collectors.toSet());
        List<String> given = chosen.given().variableNames().stream()
                .filter(name -> name.startsWith(OUR_VARIABLES))
                .toList();
        List<String> read = given.stream().filter(known::contains).toList();
        steps.note("environment", read.isEmpty() ? "no variable " + OUR_VARIABLES + "…" : String.join(", ", read));
        if ("false".equalsIgnoreCase(variables.apply(ENABLED))) {
            steps.fail(
                    "environment", ENABLED + "=false: the Spring Boot starter ships nothing; remove it, or write true");
        }
    }

    /** Names that nobody reads, of elements and of variables: after some of them the appender ships nothing. */
    private boolean hasSlips(@Nullable AppenderConfig config, Map<String, String> explicit, Steps steps)
            throws BadInput {
        Slips variables = Slips.among(chosen.given().variableNames(), explicit.keySet());
        variables.warnings().forEach(slip -> steps.note("environment", slip.toString()));
        variables.faults().forEach(slip -> steps.fail("environment", slip.toString()));
        List<Problem> elements = config == null ? List.of() : config.slips();
        elements.forEach(slip -> steps.fail("configuration", slip.toString()));
        return !elements.isEmpty() || !variables.faults().isEmpty();
    }

    private static void send(List<Target> targets, AppenderSettings settings, Post post, Steps steps, PrintWriter out) {
        for (Target target : targets) {
            Outcome outcome = post.send(target.probe().batch());
            if (accepts(settings, outcome, target.stream(), target.equals(targets.get(0)), steps)) {
                steps.note(
                        "stored?",
                        "Azure accepts rows that it drops afterwards; this finds the row within minutes, in a new table"
                                + " within 15:");
                out.println(target.query());
            } else if (outcome == null || !outcome.code().equals("InvalidStream")) {
                return; // It would be the same for every other stream.
            }
        }
    }

    /** A request without a token: refused by Azure, and proof that name, way and TLS are right. */
    private static boolean reaches(PipelineSettings settings, Post post, Probe probe, Steps steps) {
        if (settings.credential().kind() == CredentialKind.NONE) {
            return true; // Would be the probe itself.
        }
        Outcome outcome = post.withoutToken().send(probe.batch());
        if (outcome == null || outcome.kind() != Outcome.Kind.ANSWERED) {
            steps.fail("endpoint", outcome == null ? "no answer" : outcome.code() + ": " + outcome.detail());
            return false;
        }
        boolean tls = "https".equals(settings.endpoint().getScheme());
        steps.ok(
                "endpoint",
                settings.endpoint() + addresses(settings.endpoint().getHost()) + " answers" + (tls ? " over TLS" : ""));
        return true;
    }

    private static boolean accepts(
            AppenderSettings settings, @Nullable Outcome outcome, String stream, boolean first, Steps steps) {
        if (outcome == null) {
            steps.fail("row", "no answer");
            return false;
        }
        var explanation = new Explanation(settings.pipeline().dcrImmutableId(), stream, named(settings, stream));
        if (outcome.kind() == Outcome.Kind.NO_TOKEN) {
            steps.fail(
                    "token",
                    "none from " + (outcome.credential().isEmpty() ? "the credential" : outcome.credential()) + ": "
                            + explanation.of(outcome));
            return false;
        }
        if (first
                && outcome.kind() == Outcome.Kind.ANSWERED
                && settings.pipeline().credential().kind() != CredentialKind.NONE) {
            steps.ok("token", "from " + outcome.credential());
        }
        if (!Explanation.isAccepted(outcome)) {
            steps.fail("row", explanation.of(outcome));
            return false;
        }
        steps.ok("row", "accepted for " + stream + ", request id " + outcome.requestId());
        return true;
    }

    /** The setting, or the first route that leads there. */
    private static String named(AppenderSettings settings, String stream) {
        if (stream.equals(settings.table().streamName())) {
            return "streamName";
        }
        return Arrays.stream(settings.routes().split("[;\\n]"))
                .map(String::strip)
                .filter(route -> route.endsWith(stream))
                .findFirst()
                .map(route -> "the route '" + route + "' in routes")
                .orElse("routes");
    }

    /** With private link it matters whether these are private ones. */
    private static String addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", ", " (", ")"));
        } catch (UnknownHostException knownToTheProxyOnly) {
            return "";
        }
    }
}
