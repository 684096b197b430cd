package io.github.azuremonitor.appender.tools.cost;

import io.github.azuremonitor.appender.common.column.Column;
import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.settings.AppenderSettings;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.AppenderOptions;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import io.github.azuremonitor.appender.tools.workspace.TableName;
import io.github.azuremonitor.appender.tools.workspace.Workspace;
import io.github.azuremonitor.appender.tools.workspace.WorkspaceOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cost}. */
@Command(
        name = "cost",
        description = {
            "Says which loggers, levels, columns and log statements rows are made of, and what would make them less.",
            "Sizes of files are those of JSON, a running application has an estimate of the same, a workspace says what it bills."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:all was read", "1:something in the input is no row", "2:no input, or wrong options"})
public final class CostCommand implements Callable<Integer> {
    private static final int MOST_LINES = 1000;
    private static final Pattern PLAN_PRICE = Pattern.compile("(Basic|Auxiliary)=([0-9]{1,6}(?:\\.[0-9]{1,6})?)");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Rows as lines of JSON, such as 'spool export' writes, or a spool, or a file of one.")
    private List<Path> from = List.of();

    @Mixin
    private AppenderOptions chosen = new AppenderOptions();

    @Mixin
    private WorkspaceOptions workspaceOptions = new WorkspaceOptions();

    @Mixin
    private RunningOptions running = new RunningOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1d",
            description = "How far back the workspace is asked, up to 2d; ${DEFAULT-VALUE} if left out.")
    private String since = "1d";

    @Option(names = "--price-per-gb", paramLabel = "PRICE", description = "What a GB costs you, in any money.")
    private @Nullable Double price;

    @Option(
            names = "--plan-price-per-gb",
            paramLabel = "PLAN=PRICE",
            description = "What a GB costs you in a table of another plan, Basic or Auxiliary; repeatable.")
    private List<String> planPrices = List.of();

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many lines a table has; ${DEFAULT-VALUE} if left out.")
    private int top = 10;

    /** For picocli. */
    public CostCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (price != null && !isPrice(price)) {
            throw new BadInput("--price-per-gb: " + price + " is no price; write 2.30 for example");
        }
        Map<String, Double> plans = plans();
        if (top < 1 || top > MOST_LINES) {
            throw new BadInput("--top: " + top + " is not between 1 and " + MOST_LINES);
        }
        if (sources() != 1) {
            throw new BadInput(
                    "name files or spools with rows, or --workspace ID, or a running application with --pid or"
                            + " --jmx: one of the three");
        }
        var prices = new CostReport.Prices(price, plans);
        if (workspaceOptions.isAsked()) {
            new CostReport(inWorkspace(command.getErr()), prices, top, "as billed", command.getOut()).print();
            return 0;
        }
        if (running.isAsked()) {
            new CostReport(running.measured(), prices, top, "as JSON, by estimate", command.getOut()).print();
            return 0;
        }
        var measured = new Measured(RowNames.of(columns()));
        var files = new RowFiles(measured, command.getErr());
        for (Path each : from) {
            files.read(each);
        }
        if (measured.rows() == 0) {
            throw new BadInput(from.get(0) + ": has no row, that is no line with a JSON object");
        }
        new CostReport(measured, prices, top, "as JSON", command.getOut()).print();
        if (files.others() > 0) {
            command.getErr().println(files.others() + " lines are no rows and were left out");
        }
        return files.others() == 0 ? 0 : 1;
    }

    private int sources() {
        return (from.isEmpty() ? 0 : 1) + (workspaceOptions.isAsked() ? 1 : 0) + (running.isAsked() ? 1 : 0);
    }

    private Map<String, Double> plans() throws BadInput {
        if (!planPrices.isEmpty() && price == null) {
            throw new BadInput("--plan-price-per-gb needs --price-per-gb, to which it is compared");
        }
        var plans = new TreeMap<String, Double>();
        for (String text : planPrices) {
            Matcher plan = PLAN_PRICE.matcher(text);
            double other = plan.matches() ? Double.parseDouble(plan.group(2)) : -1;
            if (!isPrice(other)) {
                throw new BadInput("--plan-price-per-gb: " + text + " is no plan with a price; write Basic=0.60 or"
                        + " Auxiliary=0.15 for example");
            }
            plans.put(plan.group(1), other);
        }
        return plans;
    }

    /** What the table of the configuration has, asked with its identity. */
    private Measured inWorkspace(PrintWriter progress) throws BadInput {
        if (WorkspaceOptions.duration("--since", since).compareTo(Duration.ofDays(2)) > 0) {
            throw new BadInput("--since: " + since + " is more than 2d");
        }
        AppenderConfig config = chosen.one(System::getenv);
        SettingsResult reading = SettingsReader.read(
                config == null ? Map.of() : config.settings(),
                chosen.given().over(System::getenv).variables());
        if (!(reading instanceof SettingsResult.Ready ready)) {
            throw new BadInput("--workspace is asked for the table of a configuration: " + reading.describe()
                    + (chosen.hasFile() ? "" : " Name one with --config."));
        }
        AppenderSettings settings = ready.settings();
        try (Workspace workspace = workspaceOptions.open(settings.pipeline(), new PrintReporter(progress))) {
            return new WorkspaceRows(
                            workspace,
                            TableName.ofStream(settings.table().streamName()),
                            since,
                            settings.table().columns().columns(),
                            progress)
                    .measured();
        }
    }

    private static boolean isPrice(double price) {
        return price > 0 && price < 1e6;
    }

    private List<Column> columns() throws BadInput {
        if (!chosen.hasFile()) {
            return ColumnList.STANDARD.columns();
        }
        AppenderConfig config = Objects.requireNonNull(chosen.one(System::getenv));
        var faults = new ArrayList<String>();
        String text =
                config.text(Setting.COLUMNS, chosen.given().over(System::getenv).variables());
        List<Column> columns = ColumnList.parse(text, faults).columns();
        if (!faults.isEmpty()) {
            throw new BadInput("columns: " + String.join("; ", faults));
        }
        return columns;
    }
}
