package io.github.azuremonitor.appender.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.LogsEmulator;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.ingest.Mode;
import io.github.azuremonitor.appender.tools.Commands;
import io.github.azuremonitor.appender.tools.Configs;
import io.github.azuremonitor.appender.tools.PodProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that {@code check --workspace} prints, with real tokens of a managed identity for each of the three APIs: once it finds
 * its row, and then it does not, or not whole, for one reason after the other. The page shows the same lines.
 */
class WorkspaceSaysTest {
    private static final String WORKSPACE = "11111111-2222-3333-4444-555555555555";
    private static final String UNREADABLE = "99999999-2222-3333-4444-555555555555";
    private static final String LATE = "88888888-2222-3333-4444-555555555555";
    private static final String NOWHERE = "77777777-2222-3333-4444-555555555555";
    private static final String BASIC = "66666666-2222-3333-4444-555555555555";
    private static final String RULE =
            "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shop/providers/"
                    + "Microsoft.Insights/dataCollectionRules/logs";
    private static final Pattern SHOWN = Pattern.compile("<!-- check: (.*?) -->\\n```\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    /** What becomes of a row, by the words of the page: stream, workspace. */
    private static final Map<String, List<String>> CASES = new LinkedHashMap<>();

    static {
        CASES.put("found", List.of("Custom-JavaLogs_CL", WORKSPACE));
        CASES.put("no role on the workspace", List.of("Custom-JavaLogs_CL", UNREADABLE));
        CASES.put("no such workspace", List.of("Custom-JavaLogs_CL", NOWHERE));
        CASES.put("no such table", List.of("Custom-Elsewhere_CL", WORKSPACE));
        CASES.put("filtered", List.of("Custom-Filtered_CL", WORKSPACE));
        CASES.put("failed", List.of("Custom-Failing_CL", WORKSPACE));
        CASES.put("late", List.of("Custom-JavaLogs_CL", LATE));
        CASES.put("not whole", List.of("Custom-Narrow_CL", WORKSPACE));
        CASES.put("Basic", List.of("Custom-JavaLogs_CL", BASIC));
    }

    @Test
    void theRowIsFoundAndEachReasonWhyItIsNotIsToldApart() throws Exception {
        Path tables = Files.createDirectory(directory.resolve("tables"));
        Files.writeString(tables.resolve("narrow.json"), table("Narrow_CL", ""));
        String other = ", {\"name\": \"Level\", \"type\": \"int\"}, {\"name\": \"Logger\", \"type\": \"string\"},"
                + " {\"name\": \"Sent\", \"type\": \"dateTime\"}";
        Files.writeString(tables.resolve("failing.json"), table("Failing_CL", other));
        Path rule = Files.writeString(directory.resolve("rule.json"), rule());
        String said;
        try (var azure = LogsEmulator.builder()
                .mode(Mode.LENIENT)
                .dcr(rule)
                .definitions(tables)
                .start()) {
            azure.queryFaults()
                    .always(in(
                            UNREADABLE,
                            Fault.status(403)
                                    .error(
                                            "InsufficientAccessError",
                                            "The provided credentials have insufficient access to perform the requested"
                                                    + " operation")))
                    .always(in(
                            NOWHERE,
                            Fault.status(404).error("WorkspaceNotFoundError", "The workspace could not be found")))
                    .always(in(
                            LATE,
                            Fault.status(200)
                                    .body("{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[],\"rows\":[]}]}")))
                    .always(in(
                            BASIC + "/query",
                            Fault.status(400)
                                    .error("BadArgumentError", "Queries on tables of the plan Basic go elsewhere")));
            said = run(azure);
        }
        List<String> outputs = List.of(said.split("(?m)^exit "));
        assertThat(outputs).as(said).hasSize(CASES.size() + 2);
        Map<String, String> page = page();
        page.put("Basic", page.getOrDefault("found", ""));
        assertThat(page.keySet()).containsAll(CASES.keySet());
        var softly = new SoftAssertions();
        int at = 0;
        for (String reason : CASES.keySet()) {
            String output = outputs.get(at).replaceFirst("^\\d\\n", "");
            String code = outputs.get(at + 1).substring(0, 1);
            String stream = CASES.get(reason).get(0);
            boolean found = reason.equals("found") || reason.equals("Basic");
            String shown = HEAD.replace("<stream>", stream)
                    + page.get(reason)
                    + (found ? "" : QUERY.replace("<table>", stream.substring("Custom-".length())));
            softly.assertThat(settled(output)).as(reason).isEqualTo(settled(shown));
            softly.assertThat(code).as(output).isEqualTo(found ? "0" : "1");
            at++;
        }
        softly.assertAll();
    }

    private static final String QUERY = "<table> | where Message == 'probe 7e72a125-f0f0-4cea-90f6-782a823f9a34'";

    private static final String HEAD = """
            -    environment:   AZURE_MONITOR_LOGS_COLUMNS, AZURE_MONITOR_LOGS_CREDENTIAL, AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID, AZURE_MONITOR_LOGS_ENDPOINT, AZURE_MONITOR_LOGS_STREAM_NAME
            ok   configuration: Log events go to the stream <stream> of dcr-00000000000000000000000000000001 at http://127.0.0.1:8088.
            -    identity:      managed-identity: the system-assigned identity of this app (IDENTITY_ENDPOINT)
            -    columns:       12, not compared with a rule; --against does it
            ok   endpoint:      http://127.0.0.1:8088 (127.0.0.1) answers
            ok   token:         from managed-identity, object id bcd0fbf8-b34c-4293-9f02-0fa60d325283
            ok   row:           accepted for <stream>, request id 7e72a125-f0f0-4cea-90f6-782a823f9a34
            """;

    private String run(LogsEmulator azure) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Commands.class.getName()));
        String before = "";
        for (List<String> each : CASES.values()) {
            if (!before.isEmpty()) {
                command.add(before);
            }
            before = Commands.NEXT;
            command.addAll(List.of("check", "--env", "--env-file", variables(each.get(0))));
            command.addAll(List.of("--workspace", each.get(1), "--rule-id", RULE, "--wait", "0s"));
            command.addAll(List.of("--query-endpoint", azure.httpEndpoint().toString()));
            command.addAll(List.of("--management-endpoint", azure.httpEndpoint().toString()));
        }
        return PodProcess.java(
                command,
                Map.of(
                        "IDENTITY_ENDPOINT",
                        azure.appServiceIdentityEndpoint().toString(),
                        "IDENTITY_HEADER",
                        azure.identityHeader(),
                        "AZURE_MONITOR_LOGS_ENDPOINT",
                        azure.httpEndpoint().toString(),
                        "AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID",
                        azure.dcrImmutableId(),
                        "AZURE_MONITOR_LOGS_COLUMNS",
                        "standard; Sent:datetime = timestamp",
                        "AZURE_MONITOR_LOGS_CREDENTIAL",
                        "managed-identity"));
    }

    private String variables(String stream) {
        return Configs.write(directory.resolve(stream + ".env"), "AZURE_MONITOR_LOGS_STREAM_NAME=" + stream + "\n")
                .toString();
    }

    private static Map<String, String> page() throws IOException {
        var shown = new LinkedHashMap<String, String>();
        Matcher blocks = SHOWN.matcher(Files.readString(Path.of("../docs/tools.md")));
        while (blocks.find()) {
            shown.put(blocks.group(1), blocks.group(2));
        }
        return shown;
    }

    private static String settled(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "<endpoint>")
                .replaceAll("seen \\d+ s after", "seen <n> s after")
                .replaceAll("\\d+ rows? for", "<n> rows for")
                .strip();
    }

    private static Fault in(String workspace, Fault fault) {
        return fault.when(call -> call.path().contains(workspace));
    }

    /** With a stream for each thing that can become of a row. */
    private static String rule() {
        ObjectNode rule = JSON.createObjectNode().put("id", RULE).put("kind", "Direct");
        ObjectNode properties = rule.putObject("properties");
        ObjectNode streams = properties.putObject("streamDeclarations");
        ArrayNode flows = properties.putArray("dataFlows");
        flow(streams, flows, "Custom-JavaLogs_CL", "source", "Custom-JavaLogs_CL");
        flow(streams, flows, "Custom-Elsewhere_CL", "source", "Custom-Other_CL");
        flow(streams, flows, "Custom-Filtered_CL", "source | where Level == 'ERROR'", "Custom-Filtered_CL");
        flow(streams, flows, "Custom-Failing_CL", "source", "Custom-Failing_CL");
        flow(streams, flows, "Custom-Narrow_CL", "source", "Custom-Narrow_CL");
        return rule.toString();
    }

    private static void flow(ObjectNode streams, ArrayNode flows, String stream, String transformKql, String output) {
        ArrayNode columns = streams.putObject(stream).putArray("columns");
        for (String name : List.of("TimeGenerated:datetime", "Level:string", "Logger:string", "Message:string")) {
            columns.addObject().put("name", name.split(":", -1)[0]).put("type", name.split(":", -1)[1]);
        }
        columns.addObject().put("name", "Sent").put("type", "datetime");
        ObjectNode flow = flows.addObject();
        flow.putArray("streams").add(stream);
        flow.putArray("destinations").add("la");
        flow.put("transformKql", transformKql).put("outputStream", output);
    }

    private static String table(String name, String columns) {
        return """
                {"name": "%s", "properties": {"schema": {"name": "%s", "columns": [
                  {"name": "TimeGenerated", "type": "dateTime"}, {"name": "Message", "type": "string"}%s]}}}
                """.formatted(name, name, columns);
    }
}
