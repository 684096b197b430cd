package io.github.azuremonitor.appender.tools.template;

import io.github.azuremonitor.appender.common.rule.StreamCheck;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigEnvironment;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import io.github.azuremonitor.appender.tools.input.EnvironmentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code template}. */
@Command(
        name = "template",
        description = {
            "Prints a template that makes what an application's appenders need in Azure: tables, a data collection rule"
                    + " that keeps the true time of late rows in EventTime, and the role of the sender.",
            "A deployment replaces the whole rule and the whole description of a table: give those that are there with"
                    + " --merge and --existing, and nothing of them goes."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:the template is complete", "1:it is, but something has to be looked at", "2:wrong input"})
public final class TemplateCommand implements Callable<Integer> {
    /** Languages of templates. */
    enum Language {
        bicep,
        arm,
        terraform
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration of Logback, Log4j2 or Spring; repeatable. All its appenders are looked at."
                    + " Without one, AZURE_MONITOR_LOGS_… of the environment.")
    private List<Path> configs = List.of();

    @Mixin
    private EnvironmentOptions given = new EnvironmentOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}; bicep if left out.")
    private Language format = Language.bicep;

    @Option(
            names = "--plan",
            paramLabel = "[TABLE=]PLAN",
            description = "Plan of all tables, or of the one that is named; repeatable: Analytics, Basic, Auxiliary;"
                    + " Analytics, or what the table has, if left out.")
    private List<String> plans = List.of();

    @Option(names = "--dce", description = "Make a data collection endpoint too, for private link.")
    private boolean dce;

    @Option(names = "--merge", paramLabel = "FILE", description = "The rule that is there, as 'az … show' prints it.")
    private @Nullable Path merge;

    @Option(
            names = "--existing",
            paramLabel = "FILE",
            description = "A table that is there, as 'az … show' prints it; repeatable.")
    private List<Path> existing = List.of();

    @Option(
            names = "--extras",
            split = ",",
            paramLabel = "EXTRA",
            description = "What shows and watches the tables: ${COMPLETION-CANDIDATES}; with commas.")
    private List<ExtraKind> extras = List.of();

    @Option(
            names = "--dashboard-to",
            paramLabel = "FILE",
            description = "Where the dashboard for Grafana goes, which is a file of its own.")
    private @Nullable Path dashboardTo;

    /** For picocli. */
    public TemplateCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        ConfigEnvironment around = given.over(System::getenv);
        Function<String, @Nullable String> variables = around.variables();
        List<AppenderConfig> appenders =
                configs.isEmpty() ? List.of(ofEnvironment(variables)) : new ConfigFiles(around).read(configs);
        List<Sender> senders = Sender.of(appenders, variables);
        List<Stream> streams = Streams.of(senders);
        Rule.Existing oldRule = merge == null ? null : Rule.Existing.of(merge, ConfigFiles.json(merge));
        Rule rule = rule(streams, oldRule);
        boolean linked = rule.properties().hasNonNull("dataCollectionEndpointId");
        boolean own = linked && (oldRule == null || !oldRule.properties().hasNonNull("dataCollectionEndpointId"));
        var remarks = new ArrayList<>(rule.remarks());
        List<Table> tables = tables(streams, rule, oldRule, remarks);
        List<String> names = streams.stream().map(Stream::name).toList();
        List<TableColumns> shown = TableColumns.of(senders);
        refuseExtras(shown, tables);
        var deployment = new Deployment(tables, rule, own, linked, names, extras(shown));
        Format writer = switch (format) {
            case bicep -> new BicepFormat();
            case arm -> new ArmFormat();
            case terraform -> new TerraformFormat();
        };
        if (dashboardTo != null) {
            write(dashboardTo, GrafanaDashboard.of(shown));
        }
        command.getOut().print(writer.render(deployment));
        appenders.stream()
                .flatMap(appender -> appender.remarks().stream())
                .distinct()
                .forEach(remark -> command.getErr().println("note: " + remark));
        remarks.addAll(remarks(senders));
        remarks.forEach(command.getErr()::println);
        return remarks.isEmpty() ? 0 : 1;
    }

    private void refuseExtras(List<TableColumns> shown, List<Table> tables) throws BadInput {
        if (!extras.isEmpty() && shown.isEmpty()) {
            throw new BadInput("--extras are for tables of your own, and all rows go into Azure's");
        }
        for (Table table : tables) {
            String plan = table.properties().path("plan").asText(Plan.Analytics.name());
            if (extras.contains(ExtraKind.alerts) && !plan.equals(Plan.Analytics.name())) {
                throw new BadInput("--extras alerts: " + table.name() + " has the plan " + plan
                        + ", in which no alert can ask; leave alerts out, or watch the table of a summary rule");
            }
        }
        if (extras.contains(ExtraKind.dashboard) != (dashboardTo != null)) {
            throw new BadInput("a dashboard is a file of its own: --extras dashboard goes with --dashboard-to FILE");
        }
    }

    private List<Extra> extras(List<TableColumns> shown) {
        var all = new ArrayList<Extra>();
        if (extras.contains(ExtraKind.workbook)) {
            all.add(Workbook.of(shown));
        }
        if (extras.contains(ExtraKind.alerts)) {
            shown.forEach(table -> all.addAll(Alerts.of(table)));
            all.add(Alerts.errorLog());
        }
        if (extras.contains(ExtraKind.summary)) {
            shown.forEach(table -> all.add(SummaryRule.of(table)));
        }
        if (extras.contains(ExtraKind.searches)) {
            shown.forEach(table -> all.addAll(SavedSearches.of(table)));
        }
        return all;
    }

    private static void write(Path file, String text) throws BadInput {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BadInput("--dashboard-to: " + file + " cannot be written: " + e);
        }
    }

    private Rule rule(List<Stream> streams, Rule.@Nullable Existing oldRule) throws BadInput {
        try {
            return Rule.of(streams, oldRule, dce);
        } catch (UnsupportedOperationException otherShape) {
            throw new BadInput(
                    merge + ": has not the shape of a data collection rule; give it as 'az … show' prints it");
        }
    }

    /** An appender configured only by environment variables, as in a container. */
    private static AppenderConfig ofEnvironment(Function<String, @Nullable String> variables) throws BadInput {
        var config = new AppenderConfig(Path.of("environment"), "AZURE_MONITOR_LOGS_…", Map.of());
        if (config.text(Setting.STREAM_NAME, variables).isEmpty()) {
            throw new BadInput("the environment has no AZURE_MONITOR_LOGS_STREAM_NAME; set it, or name a configuration"
                    + " with --config");
        }
        return config;
    }

    /** What to do by hand if rows go into Azure's own tables. */
    private static Set<String> remarks(List<Sender> senders) {
        Set<String> remarks = new LinkedHashSet<>();
        for (Sender sender : senders) {
            remark(sender.configured(), "streamName=", "the configuration", remarks);
            sender.routed().forEach(routed -> remark(routed, "", "routes", remarks));
            sender.checks().stream()
                    .map(StreamCheck.Unchecked::doubt)
                    .filter(Objects::nonNull)
                    .forEach(remarks::add);
        }
        return remarks;
    }

    private static void remark(String configured, String setting, String where, Set<String> remarks) {
        String declared = Stream.declared(configured);
        if (!configured.equals(declared)) {
            remarks.add("streams that a rule declares begin with Custom-: write " + setting + declared + " into "
                    + where + " in place of " + configured);
        }
    }

    private List<Table> tables(List<Stream> streams, Rule rule, Rule.@Nullable Existing oldRule, List<String> remarks)
            throws BadInput {
        Map<String, Table.Existing> there = new LinkedHashMap<>();
        for (Path file : existing) {
            Table.Existing table = Table.Existing.of(file, ConfigFiles.json(file));
            there.put(table.name(), table);
        }
        Plans chosen = Plans.of(plans);
        Map<String, Table> tables = new LinkedHashMap<>();
        Set<String> azureTables = new HashSet<>();
        for (Stream stream : streams) {
            String fed = oldRule == null ? "" : oldRule.outputStream(stream);
            String output = fed.isEmpty() ? stream.outputStream() : fed;
            String name = new Stream(output, Map.of()).table();
            boolean azures = !Stream.isCustom(output);
            if (azures) {
                azureTables.add(name);
                Table before = tables.get(name);
                Table.Existing old = there.get(name);
                Table columns = Table.ofAzure(name, stream.columns(), before, old);
                if (columns != null) {
                    tables.put(name, columns);
                }
                if (columns != null && before == null && old == null) {
                    remarks.add("Azure's table " + name + " gets columns, and the deployment replaces its description:"
                            + " if it has custom columns, a plan or a retention already, give it with --existing");
                }
                continue;
            }
            Table.Existing old = there.remove(name);
            if (oldRule != null && oldRule.fills(output) && old == null) {
                throw new BadInput(oldRule.file() + ": the rule feeds the table " + name
                        + " already; give that with --existing, or columns of other senders would go");
            }
            TableName.check(stream.name(), name);
            Table table = Table.of(name, stream.columns(), fed.isEmpty(), old, chosen.of(name));
            // Names of resources must differ in more than case.
            if (tables.keySet().stream().anyMatch(name::equalsIgnoreCase) || tables.put(name, table) != null) {
                throw new BadInput(
                        "two streams would feed the table " + name + "; " + stream.name() + " is one of them");
            }
        }
        there.keySet().removeAll(azureTables);
        if (!there.isEmpty()) {
            Table.Existing stranger = there.values().iterator().next();
            throw new BadInput(stranger.file() + ": no appender writes to the table " + stranger.name());
        }
        Set<String> yours = new LinkedHashSet<>(tables.keySet());
        yours.removeAll(azureTables); // Those keep their plan.
        chosen.refuseOthersThan(yours);
        boolean auxiliary = tables.values().stream()
                .anyMatch(table -> table.properties().path("plan").asText().equals(Plan.Auxiliary.name()));
        // Not just the tables: Azure's own may get no column, and the existing rule may feed others.
        var outputs = new LinkedHashSet<String>();
        rule.properties()
                .path("dataFlows")
                .forEach(flow -> outputs.add(flow.path("outputStream").asText()));
        if (auxiliary && outputs.size() > 1) {
            throw new BadInput(
                    "a rule feeds an Auxiliary table alone; make a template for each of " + String.join(", ", outputs));
        }
        return List.copyOf(tables.values());
    }
}
