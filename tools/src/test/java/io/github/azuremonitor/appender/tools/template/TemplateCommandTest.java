package io.github.azuremonitor.appender.tools.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.rows.Row;
import io.github.azuremonitor.appender.tools.App;
import io.github.azuremonitor.appender.tools.Command;
import io.github.azuremonitor.appender.tools.Configs;
import io.github.azuremonitor.appender.tools.PodProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates, word for word and in use. */
class TemplateCommandTest {
    private static final Path GIVEN = Path.of("src/test/resources/template");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"bicep,bicep", "arm,json", "terraform,tf"})
    void aTemplateIsWordForWordTheOneThatWasReviewed(String format, String ending) throws IOException {
        Command orders = template("logback.xml", "--format", format);
        assertThat(orders.out()).isEqualTo(reviewed("orders." + ending));
        assertThat(orders.code()).isZero();

        Command privateLink = template("application.yaml", "--dce", "--plan", "Auxiliary", "--format", format);
        assertThat(privateLink.out()).isEqualTo(reviewed("private-link." + ending));
        assertThat(privateLink.code()).isZero();

        Command merged = template(
                "application.yaml",
                "--merge",
                GIVEN.resolve("rule.json"),
                "--existing",
                GIVEN.resolve("table.json"),
                "--format",
                format);
        assertThat(merged.out()).isEqualTo(reviewed("merged." + ending));
        assertThat(merged.err()).contains("keeps its transformation: see that it lets Logger, ");
        assertThat(merged.code()).as("somebody has to look at it").isEqualTo(1);
    }

    @Test
    void theRuleTakesWhatTheAppenderSends() throws InterruptedException {
        String columns = "standard; Thread = thread; Pid:long = pid; OrderId:long = kv.orderId; Price:real = kv.price;"
                + " Paid:boolean = kv.paid; Weight:int = kv.weight; More:dynamic = kv.more; RowId = eventId";
        Path arm;
        try (var unused = LogsEmulator.builder().start()) {
            Path config = Configs.logback(directory, unused, "columns", columns);
            Command template = Command.run("template", "--config", config, "--format", "arm");
            assertThat(template.code()).isZero();
            arm = Configs.write(directory.resolve("azuredeploy.json"), template.out());
        }
        try (var emulator = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            try (var app = new App(Configs.logback(directory, emulator, "columns", columns))) {
                app.logger()
                        .atInfo()
                        .addKeyValue("orderId", 17L)
                        .addKeyValue("price", 1.5)
                        .addKeyValue("paid", true)
                        .addKeyValue("weight", 3)
                        .addKeyValue("more", "x")
                        .addKeyValue("colour", "red")
                        .log("one");
            }
            Row row =
                    emulator.awaitRows(Configs.STREAM, 1, Duration.ofMinutes(1)).get(0);
            assertThat(row.text("Message")).isEqualTo("one");
            assertThat(List.of("Thread", "Pid", "OrderId", "Price", "Paid", "Weight", "More", "RowId"))
                    .allSatisfy(
                            column -> assertThat(row.text(column)).as(column).isNotNull());
            assertThat(emulator.complaints()).isEmpty();
            assertThat(emulator.stats(Configs.STREAM).ignoredProperties()).isZero();
            assertThat(emulator.stats(Configs.STREAM).wrongTypes()).isZero();
        }
    }

    @Test
    void theRuleTakesWhatRoutesSendElsewhere() throws InterruptedException {
        String[] routed = {
            "columns", "standard; OrderId:long = mdc.orderId",
            "routes", "level WARN -> Custom-Audit_CL; level &lt; INFO -> sample(50%) Custom-Debug_CL; logger x -> drop"
        };
        Path arm;
        try (var unused = LogsEmulator.builder().start()) {
            Path config = Configs.logback(directory, unused, routed);
            Command template =
                    Command.run("template", "--config", config, "--format", "arm", "--plan", "Debug_CL=Basic");
            assertThat(template.code()).as(template.toString()).isZero();
            assertThat(template.out()).containsOnlyOnce("\"plan\": \"Basic\"");
            assertThat(template.out().split("\"plan\": \"Analytics\"", -1)).hasSize(3);
            arm = Configs.write(directory.resolve("azuredeploy.json"), template.out());
        }
        try (var emulator = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            try (var app = new App(Configs.logback(directory, emulator, routed))) {
                app.logger().warn("elsewhere");
                app.logger().info("here");
            }
            assertThat(emulator.awaitRows("Custom-Audit_CL", 1, Duration.ofMinutes(1)))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("Message")).isEqualTo("elsewhere"));
            assertThat(emulator.awaitRows(Configs.STREAM, 1, Duration.ofMinutes(1)))
                    .hasSize(1);
            assertThat(emulator.rules().get(0).streams())
                    .containsOnlyKeys(Configs.STREAM, "Custom-Audit_CL", "Custom-Debug_CL");
            assertThat(emulator.complaints()).isEmpty();
            assertThat(emulator.stats("Custom-Audit_CL").ignoredProperties()).isZero();
        }
    }

    @Test
    void theAppenderSendsNothingThatTheRuleWouldDrop() throws Exception {
        Path arm;
        try (var unused = LogsEmulator.builder().start()) {
            Path config = Configs.logback(directory, unused);
            arm = Configs.write(
                    directory.resolve("rule.json"),
                    Command.run("template", "--config", config, "--format", "arm")
                            .out());
        }
        try (var emulator = LogsEmulator.builder().requireToken(false).dcr(arm).start()) {
            String more = "standard; Thread = thread; Pid = pid";
            try (var app = new App(Configs.logback(directory, emulator, "columns", more, "dcr", arm.toString()))) {
                app.logger().info("one");
            }
            emulator.awaitRows(Configs.STREAM, 1, Duration.ofMinutes(1));
            assertThat(emulator.stats(Configs.STREAM).ignoredProperties()).isZero();
            try (var app = new App(Configs.logback(directory, emulator, "columns", more))) {
                app.logger().info("two");
            }
            emulator.awaitRows(Configs.STREAM, 2, Duration.ofMinutes(1));
            assertThat(emulator.stats(Configs.STREAM).ignoredProperties())
                    .as("without the rule Thread and Pid are dropped by Azure")
                    .isEqualTo(2);
        }
    }

    @Test
    void nothingOfARuleOrTableThatIsThereGoes() throws IOException {
        for (int seed = 0; seed < (Boolean.getBoolean("thorough") ? 200 : 40); seed++) {
            var random = new Random(seed);
            ObjectNode rule = rule(random);
            ObjectNode table = table(random);
            Command merged = template(
                    "application.yaml",
                    "--format",
                    "arm",
                    "--merge",
                    Configs.write(directory.resolve("rule.json"), rule.toString()),
                    "--existing",
                    Configs.write(directory.resolve("table.json"), table.toString()));
            assertThat(merged.code()).as("seed %d: %s", seed, merged.err()).isLessThan(2);
            JsonNode resources = JSON.readTree(merged.out()).path("resources");
            JsonNode newTable =
                    resources.get(0).path("properties").path("schema").path("columns");
            JsonNode newRule = resources.get(1).path("properties");
            assertThat(lines(newTable))
                    .as("seed " + seed)
                    .containsAll(lines(table.at("/properties/schema/columns")))
                    .contains("OrderId:long", "StackTrace:string");
            assertThat(lines(newRule.at("/streamDeclarations/Custom-Orders_CL/columns")))
                    .as("seed " + seed)
                    .contains("OrderId:long", "StackTrace:string");
            JsonNode streams = rule.at("/properties/streamDeclarations");
            streams.fieldNames()
                    .forEachRemaining(stream -> assertThat(lines(newRule.path("streamDeclarations")
                                    .path(stream)
                                    .path("columns")))
                            .containsAll(lines(streams.path(stream).path("columns"))));
            assertThat(newRule.path("dataFlows")).containsAll(rule.at("/properties/dataFlows"));
            assertThat(newRule.path("destinations")).isEqualTo(rule.at("/properties/destinations"));
            assertThat(newRule.path("dataSources")).isEqualTo(rule.at("/properties/dataSources"));
            assertThat(newRule.has("immutableId")).isFalse();
        }
    }

    @Test
    void aRuleAsAzShowsItIsTheSame() throws IOException {
        var shown = (ObjectNode) JSON.readTree(GIVEN.resolve("rule.json").toFile());
        var flat = (ObjectNode) shown.remove("properties");
        flat.setAll(shown);
        flat.putNull("dataSources");
        Command merged = template(
                "application.yaml",
                "--merge",
                Configs.write(directory.resolve("rule.json"), flat.toString()),
                "--existing",
                GIVEN.resolve("table.json"),
                "--format",
                "bicep");
        assertThat(merged.out()).isEqualTo(reviewed("merged.bicep"));
    }

    @Test
    void anIdentityOfTheRuleThatADeploymentWouldTakeFromItIsTold() throws IOException {
        for (String type : List.of("SystemAssigned", "None")) {
            var rule = (ObjectNode) JSON.readTree(GIVEN.resolve("rule.json").toFile());
            rule.putObject("identity").put("type", type);
            Command merged = template(
                    "application.yaml",
                    "--merge",
                    Configs.write(directory.resolve("rule.json"), rule.toString()),
                    "--existing",
                    GIVEN.resolve("table.json"));
            assertThat(merged.err().contains("identity")).as(type).isEqualTo(type.equals("SystemAssigned"));
            assertThat(merged.code()).as(merged.err()).isEqualTo(merged.err().isEmpty() ? 0 : 1);
        }
    }

    @Test
    void aTableOfAzuresIsNotMadeAndGetsOnlyColumnsOfYours() throws IOException {
        Command plain = streamed("Custom-Microsoft-Syslog\n      columns: syslog", "--format", "arm");
        assertThat(plain.code()).as(plain.err()).isZero();
        JsonNode resources = JSON.readTree(plain.out()).path("resources");
        assertThat(resources)
                .extracting(resource -> resource.path("type").asText())
                .containsExactly(Rule.TYPE, Deployment.ROLE_TYPE);
        JsonNode rule = resources.get(0).path("properties");
        assertThat(lines(rule.at("/streamDeclarations/Custom-Microsoft-Syslog/columns")))
                .contains("ProcessID:int", "SyslogMessage:string");
        assertThat(rule.at("/dataFlows/0/outputStream").asText()).isEqualTo("Microsoft-Syslog");
        assertThat(rule.at("/dataFlows/0/transformKql").asText()).isEqualTo("source");

        Path fed = Configs.write(directory.resolve("old.json"), """
                {"name": "old", "location": "westeurope", "streamDeclarations": {"Custom-Old": {"columns": []}},
                 "destinations": {"logAnalytics": [{"name": "there"}]},
                 "dataFlows": [{"streams": ["Custom-Old"], "destinations": ["there"], "outputStream": "Microsoft-Syslog"}]}
                """);
        Command old = streamed("Custom-Old\n      columns: syslog; Logger_CF = logger", "--merge", fed);
        assertThat(old.out()).contains("resource table_Syslog ", "{ name: 'Logger_CF', type: 'string' }");
        assertThat(old.err()).contains("Azure's table Syslog gets columns");

        Command own = streamed("Custom-Microsoft-Syslog\n      columns: syslog; Logger_CF = logger", "--format", "arm");
        assertThat(own.err()).contains("Azure's table Syslog gets columns", "--existing");
        JsonNode table = JSON.readTree(own.out()).path("resources").get(0).path("properties");
        assertThat(table.toString())
                .isEqualTo(
                        "{\"schema\":{\"name\":\"Syslog\",\"columns\":[{\"name\":\"Logger_CF\",\"type\":\"string\"}]}}");
    }

    @Test
    void whatSomebodyElseAddedToAzuresTableStays() throws IOException {
        Path there = Configs.write(directory.resolve("syslog.json"), """
                {"name": "Syslog", "plan": "Analytics", "retentionInDays": 90, "totalRetentionInDays": 90,
                 "totalRetentionInDaysAsDefault": true,
                 "schema": {"name": "Syslog", "displayName": null, "tableType": "Microsoft",
                  "columns": [{"name": "Site_CF", "type": "string", "description": "Where", "isHidden": false}],
                  "standardColumns": [{"name": "SyslogMessage", "type": "string"}]}}
                """);
        Command command = streamed(
                "Microsoft-Syslog\n      columns: syslog; Logger_CF = logger", "--format", "arm", "--existing", there);
        assertThat(command.err())
                .contains(
                        "write streamName=Custom-Microsoft-Syslog into the configuration in place of Microsoft-Syslog")
                .doesNotContain("--existing");
        assertThat(command.code()).as("somebody has to look at it").isEqualTo(1);
        JsonNode template = JSON.readTree(command.out());
        assertThat(template.at("/resources/0/properties").toString())
                .isEqualTo(
                        "{\"plan\":\"Analytics\",\"retentionInDays\":90,\"schema\":{\"name\":\"Syslog\",\"columns\":["
                                + "{\"name\":\"Site_CF\",\"type\":\"string\",\"description\":\"Where\"},"
                                + "{\"name\":\"Logger_CF\",\"type\":\"string\"}]}}");
        assertThat(template.at("/outputs/streamNames/value/0").asText()).isEqualTo("Custom-Microsoft-Syslog");
    }

    @Test
    void streamsThatFeedOneTableOfAzuresAddUpTheirColumns() {
        Path one = Configs.write(
                directory.resolve("one.properties"),
                "azure.monitor.logs.streamName=Custom-Microsoft-Syslog\n"
                        + "azure.monitor.logs.columns=syslog; One_CF = logger");
        Path two = Configs.write(
                directory.resolve("two.properties"),
                "azure.monitor.logs.streamName=Custom-Old\nazure.monitor.logs.columns=syslog; Two_CF = logger");
        Path rule = Configs.write(directory.resolve("old.json"), """
                {"name": "old", "location": "westeurope", "streamDeclarations": {"Custom-Old": {"columns": []}},
                 "destinations": {"logAnalytics": [{"name": "there"}]},
                 "dataFlows": [{"streams": ["Custom-Old"], "destinations": ["there"], "outputStream": "Microsoft-Syslog"}]}
                """);
        Command both = Command.run("template", "--config", one, "--config", two, "--merge", rule);
        assertThat(both.out())
                .containsOnlyOnce("resource table_Syslog ")
                .contains("{ name: 'One_CF', type: 'string' }", "{ name: 'Two_CF', type: 'string' }");
        Configs.write(
                two,
                "azure.monitor.logs.streamName=Custom-Old\nazure.monitor.logs.columns=syslog; One_CF:long = mdc.id");
        says(
                "two streams: column One_CF is string in the table, but long",
                Command.run("template", "--config", one, "--config", two, "--merge", rule));
    }

    @Test
    void aRouteToATableOfAzuresIsMadeAndCheckedAsTheAppendersOwnStream() throws IOException {
        String routes = "\n      routes: level DEBUG -> Microsoft-Syslog; marker A -> Custom-Audit_CL";
        Command own = streamed(
                "Custom-Microsoft-Syslog\n      columns: syslog; Logger_CF = logger" + routes, "--format", "arm");
        JsonNode template = JSON.readTree(own.out());
        assertThat(template.at("/outputs/streamNames/value").toString())
                .isEqualTo("[\"Custom-Microsoft-Syslog\",\"Custom-Audit_CL\"]");
        assertThat(own.err()).contains("write Custom-Microsoft-Syslog into routes in place of Microsoft-Syslog");
        assertThat(own.code()).isEqualTo(1);
        Command elsewhere = streamed("Custom-App_CL\n      columns: syslog; Logger_CF = logger" + routes);
        assertThat(elsewhere.out())
                .contains("outputStream: 'Microsoft-Syslog'", "outputStream: 'Custom-App_CL'")
                .contains("resource table_Syslog ", "resource table_Audit_CL ");
        says(
                "columns: column Till is none of Azure's table Syslog",
                streamed("Custom-App_CL\n      columns: syslog; Till = mdc.till" + routes));
        assertThat(streamed("Custom-App_CL\n      routes: level DEBUG -> Microsoft-NewLogs")
                        .err())
                .contains("table NewLogs was not among those that take rows");
    }

    @Test
    void aPlanOfATableOfAzuresIsRefusedAndNotForgotten() {
        says(
                "--plan: no appender writes to the table Syslog; there are Audit_CL",
                streamed(
                        "Custom-Microsoft-Syslog\n      columns: syslog; Logger_CF = logger\n"
                                + "      routes: marker A -> Custom-Audit_CL",
                        "--plan",
                        "Syslog=Basic"));
    }

    @Test
    void aBlankSettingCountsAsNotGivenAsInTheAppender() {
        Command blank = streamed("Custom-App_CL\n      columns: ''\n      routes: ''");
        assertThat(blank.out()).contains("{ name: 'StackTrace', type: 'string' }");
        says("'${ROUTES}' is no condition", streamed("Custom-App_CL\n      routes: ${ROUTES}"));
    }

    @Test
    void whatIsWrittenAboutATableStays() throws IOException {
        var table = (ObjectNode) JSON.readTree(GIVEN.resolve("table.json").toFile());
        ((ObjectNode) table.get("schema"))
                .put("displayName", "Orders")
                .put("description", "What the tills say")
                .put("tableSubType", "DataCollectionRuleBased")
                .putNull("source");
        Command command = template(
                "application.yaml",
                "--existing",
                Configs.write(directory.resolve("table.json"), table.toString()),
                "--format",
                "arm");
        JsonNode schema = JSON.readTree(command.out()).at("/resources/0/properties/schema");
        assertThat(schema.path("displayName").asText()).isEqualTo("Orders");
        assertThat(schema.path("description").asText()).isEqualTo("What the tills say");
        assertThat(schema.path("columns").toString()).contains("What happened");
        assertThat(schema.properties())
                .extracting(Map.Entry::getKey)
                .as("what Azure alone may write is left out")
                .containsExactlyInAnyOrder("name", "columns", "displayName", "description");
    }

    @Test
    void whatCannotBeUsedIsOneLineThatSaysWhy() throws IOException {
        says(
                "column Message of stream Custom-Orders_CL is int in the rule",
                withRule(
                        "\"string\" },\n          { \"name\": \"Till\"", "\"int\" },\n          { \"name\": \"Till\""));
        says(
                "the rule feeds the table Orders_CL already",
                template("application.yaml", "--merge", GIVEN.resolve("rule.json")));
        says(
                "no appender writes to the table Orders_CL",
                streamed("Custom-Other_CL", "--existing", GIVEN.resolve("table.json")));
        says("is no data collection rule", template("application.yaml", "--merge", GIVEN.resolve("table.json")));
        says("is no table", template("application.yaml", "--existing", GIVEN.resolve("rule.json")));
        says("'Cheap' is none of [Analytics, Basic, Auxiliary]", template("logback.xml", "--plan", "Cheap"));
        says("'' is none of", template("logback.xml", "--plan", "Orders_CL="));
        says(
                "no appender writes to the table Debug_CL; there are ",
                template("logback.xml", "--plan", "Debug_CL=Basic"));
        says("a rule feeds an Auxiliary table alone", template("logback.xml", "--plan", "Auxiliary"));
        says(
                "a rule feeds an Auxiliary table alone; make a template for each of Custom-A_CL, Microsoft-OTelLogs",
                streamed(
                        "Custom-A_CL\n      columns: otel-logs\n      routes: level DEBUG -> Custom-Microsoft-OTelLogs",
                        "--plan",
                        "Auxiliary"));
        says("is not a custom stream", streamed("Syslog"));
        says(
                "column Region is none of Azure's table Syslog",
                streamed("Custom-Microsoft-Syslog\n      columns: syslog; Region = env.REGION"));
        assertThat(streamed("Custom-Microsoft-Syslog\n      columns: syslog; Region = env.REGION\n      dcr: rule.json")
                        .out())
                .as("a rule knows more than the list")
                .contains("{ name: 'Region', type: 'string' }");
        says("streamName is unknown, ${TABLE}", streamed("${TABLE}"));
        says("streamName is missing", streamed(""));
        says("'mesage' is not a source", streamed("Custom-A_CL\n      columns: Text = mesage"));
        says(
                "has the template expression [concat",
                withRule(
                        "\"workspaceResourceId\": \"/sub",
                        "\"workspaceResourceId\": \"[concat('a')]\", \"x\": \"/sub"));
        says("'pdf'", template("logback.xml", "--format", "pdf"));
    }

    @Test
    void aRuleOrTableOfAnotherShapeIsOneLineThatNamesTheFile() {
        Path file = directory.resolve("shape.json");
        for (String rule : List.of(
                "'dataFlows': [], 'streamDeclarations': {'Custom-A_CL': []}",
                "'dataFlows': [], 'streamDeclarations': {'Custom-A_CL': {'columns': {}}}",
                "'dataFlows': [], 'destinations': []",
                "'dataFlows': [], 'destinations': {'logAnalytics': {}}",
                "'dataFlows': {}, 'streamDeclarations': {}")) {
            Configs.write(file, ("{'properties': {" + rule + "}}").replace('\'', '"'));
            says(file + ": has not the shape of a data collection rule", streamed("Custom-A_CL", "--merge", file));
        }
        for (String columns : List.of("[1]", "[null]", "[{'type': 'string'}]", "[{'name': 'Ab'}]")) {
            Configs.write(
                    file,
                    ("{'properties': {'schema': {'name': 'A_CL', 'columns': " + columns + "}}}").replace('\'', '"'));
            says(file + ": is no table with schema.columns", streamed("Custom-A_CL", "--existing", file));
        }
    }

    @Test
    void aPodThatHasAllInItsEnvironmentNeedsNoFile() throws Exception {
        String routed = PodProcess.run(
                List.of("template"),
                Map.of(
                        "AZURE_MONITOR_LOGS_STREAM_NAME", "Custom-Orders_CL",
                        "AZURE_MONITOR_LOGS_COLUMNS", "standard; OrderId:long = mdc.orderId",
                        "AZURE_MONITOR_LOGS_ROUTES", "marker AUDIT -> Custom-Audit_CL"));
        assertThat(routed)
                .contains("resource table_Orders_CL ", "resource table_Audit_CL ", "{ name: 'OrderId', type: 'long' }")
                .endsWith("exit 0");
        assertThat(PodProcess.run(List.of("template"), Map.of()))
                .isEqualTo("tools template: the environment has no AZURE_MONITOR_LOGS_STREAM_NAME; set it, or name a"
                        + " configuration with --config\nexit 2");
    }

    @Test
    void appendersOfOneStreamAddUpAndMustAgree() {
        Path one = Configs.write(
                directory.resolve("one.properties"),
                "azure.monitor.logs.streamName=Custom-A_CL\nazure.monitor.logs.columns=standard; Key:long = mdc.id");
        Path two = Configs.write(
                directory.resolve("two.properties"),
                "azure.monitor.logs.streamName=Custom-A_CL\nazure.monitor.logs.columns=standard; Host = host");
        Command both = Command.run("template", "--config", one, "--config", two);
        assertThat(both.out()).contains("{ name: 'Key', type: 'long' }", "{ name: 'Host', type: 'string' }");
        Path three = Configs.write(
                directory.resolve("three.properties"),
                "azure.monitor.logs.streamName=Custom-A_CL\nazure.monitor.logs.columns=standard; Key = mdc.id");
        says(
                "column Key of stream Custom-A_CL is string, but long in " + one,
                Command.run("template", "--config", one, "--config", three));
    }

    @Test
    void rowsWithoutTimeGeneratedGetOne() {
        assertThat(timeless("When:datetime = timestamp; Message = message"))
                .contains("'source | extend TimeGenerated = When, EventTime = When'");
        assertThat(timeless("Message = message"))
                .contains("'source | extend TimeGenerated = now(), EventTime = now()'");
    }

    private String timeless(String columns) {
        Path config = Configs.write(
                directory.resolve("timeless.properties"),
                "azure.monitor.logs.streamName=Custom-A_CL\nazure.monitor.logs.columns=" + columns);
        return Command.run("template", "--config", config).out();
    }

    private static void says(String line, Command command) {
        assertThat(command.code()).as(command.toString()).isEqualTo(2);
        assertThat(command.err()).contains(line);
        assertThat(command.err().lines()).as(command.toString()).hasSize(1);
        assertThat(command.out()).isEmpty();
    }

    private Command withRule(String text, String other) throws IOException {
        String rule = Files.readString(GIVEN.resolve("rule.json"));
        assertThat(rule).contains(text);
        Path file = Configs.write(directory.resolve("rule.json"), rule.replace(text, other));
        return template("application.yaml", "--merge", file, "--existing", GIVEN.resolve("table.json"));
    }

    @ParameterizedTest
    @CsvSource({
        "Custom-My-Logs_CL, My-Logs_CL, Custom-My_Logs_CL",
        "Custom-My-Logs, My-Logs_CL, Custom-My_Logs_CL",
        "Custom-3Logs_CL, 3Logs_CL, Custom-T3Logs_CL",
        "Custom-_Logs_CL, _Logs_CL, Custom-T_Logs_CL",
        "Custom-A123456789B123456789C123456789D123456789E123456789F123456789_CL,"
                + "A123456789B123456789C123456789D123456789E123456789F123456789_CL,"
                + "Custom-A123456789B123456789C123456789D123456789E123456789F123456789_CL"
    })
    void aNameThatAzureTakesForNoTableIsRefusedWithOneThatItTakes(String stream, String table, String better) {
        Command command = streamed(stream);
        boolean isTaken = table.length() <= 63 && table.matches("[A-Za-z]\\w*");
        if (isTaken) {
            assertThat(command.code()).as(command.toString()).isZero();
        } else {
            says("Azure takes no table " + table, command);
            assertThat(command.err()).endsWith("write " + better + System.lineSeparator());
            assertThat(streamed(better).code()).isZero();
        }
    }

    @Test
    void aNameOf63CharactersIsTheLongest() {
        String longest = "Custom-" + "x".repeat(60) + "_CL";
        assertThat(streamed(longest).code()).isZero();
        assertThat(streamed(longest).out()).contains("param ruleName string = 'logs-" + "x".repeat(25) + "'");
        assertThat(streamed(longest, "--dce").out())
                .contains("param endpointName string = 'logs-" + "x".repeat(25) + "-endpoint'");
        says(
                "63 characters at most; write Custom-" + "x".repeat(60) + "_CL",
                streamed("Custom-x" + "x".repeat(60) + "_CL"));
    }

    @Test
    void aRoutesTableHasToBeOneToo() {
        Path file = Configs.write(
                directory.resolve("application.yaml"),
                "azure.monitor.logs:\n  stream-name: Custom-Logs_CL\n  routes:\n    - level DEBUG -> Custom-My-Debug_CL\n");
        says("write Custom-My_Debug_CL", run(file));
    }

    @Test
    void whatTheFrameworkWouldSeeIsGivenOnTheCommandLine() {
        Path file = Configs.write(directory.resolve("logback-spring.xml"), """
                <configuration>
                  <springProperty name="table" source="shop.table"/>
                  <springProfile name="prod">
                    <appender name="AZURE" class="io.github.azuremonitor.appender.logback.AzureMonitorAppender">
                      <streamName>Custom-${table}${SUFFIX}_CL</streamName>
                    </appender>
                  </springProfile>
                </configuration>
                """);
        Path variables = Configs.write(directory.resolve("pod.env"), "# of the pod\nexport SUFFIX=\"2\"\n");
        Command command = run(file, "--profile", "eu,prod", "-Dshop.table=Orders", "--env-file", variables);
        assertThat(command.err()).isEmpty();
        assertThat(command.out()).contains("output streamNames array = [\n  'Custom-Orders2_CL'\n]");
        Command without = run(file, "--profile", "prod");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("streamName is unknown, Custom-${table}${SUFFIX}_CL");
    }

    private Command streamed(String stream, Object... more) {
        Path file = Configs.write(
                directory.resolve("application.yaml"), "azure:\n  monitor:\n    logs:\n      streamName: " + stream);
        return run(file, more);
    }

    private static Command template(String config, Object... more) {
        return run(GIVEN.resolve(config), more);
    }

    private static Command run(Path config, Object... more) {
        var args = new ArrayList<Object>(List.of("template", "--config", config));
        args.addAll(List.of(more));
        return Command.run(args.toArray());
    }

    private static String reviewed(String name) throws IOException {
        return Files.readString(GIVEN.resolve(name));
    }

    /** A rule with up to five streams, Orders among them or not, with columns of its own. */
    private static ObjectNode rule(Random random) {
        ObjectNode rule = JSON.createObjectNode().put("name", "rule").put("location", "westeurope");
        ObjectNode properties = rule.putObject("properties").put("immutableId", "dcr-1");
        properties.putObject("dataSources").putArray("logFiles").addObject().put("name", "file");
        properties
                .putObject("destinations")
                .putArray("logAnalytics")
                .addObject()
                .put("name", "there")
                .put("workspaceResourceId", "/subscriptions/x");
        ObjectNode streams = properties.putObject("streamDeclarations");
        ArrayNode flows = properties.putArray("dataFlows");
        for (int i = random.nextInt(5); i >= 0; i--) {
            String stream = i == 0 ? "Custom-Orders_CL" : "Custom-S" + i + "_CL";
            if (i > 0 || random.nextBoolean()) {
                columns(streams.putObject(stream).putArray("columns"), random);
                ObjectNode flow = flows.addObject();
                flow.putArray("streams").add(stream);
                flow.putArray("destinations").add("there");
                flow.put("transformKql", random.nextBoolean() ? "source" : "source | project Own0");
                flow.put("outputStream", stream);
            }
        }
        if (streams.isEmpty()) {
            columns(streams.putObject("Custom-Lonely_CL").putArray("columns"), random);
        }
        return rule;
    }

    private static ObjectNode table(Random random) {
        ObjectNode table = JSON.createObjectNode().put("name", "workspace/Orders_CL");
        ObjectNode schema = table.putObject("properties").putObject("schema").put("name", "Orders_CL");
        columns(schema.putArray("columns"), random);
        return table;
    }

    private static void columns(ArrayNode columns, Random random) {
        for (int i = random.nextInt(20); i >= 0; i--) {
            columns.addObject().put("name", "Own" + i).put("type", random.nextBoolean() ? "string" : "real");
        }
        if (random.nextBoolean()) {
            columns.addObject().put("name", "Message").put("type", "string").put("description", "ours");
        }
    }

    private static Set<String> lines(JsonNode columns) {
        var lines = new TreeSet<String>();
        columns.forEach(column -> lines.add(
                column.path("name").asText() + ':' + column.path("type").asText()));
        return lines;
    }
}
