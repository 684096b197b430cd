package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.tls.TlsFiles;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** How clients find a running emulator, in the names that the appenders and azure-identity read. */
final class Environment {
    private final LogsEmulator emulator;
    private final boolean https;

    Environment(LogsEmulator emulator, boolean https) {
        this.emulator = emulator;
        this.https = https;
    }

    /**
     * For a shell to evaluate. Managed identity uses the names that azure-identity reads; the app registration does
     * not, because {@code AZURE_CLIENT_ID} would make the default credential ask the managed identity for that
     * application.
     */
    String exports() {
        StringBuilder text = new StringBuilder();
        variables()
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append("='")
                        .append(value.replace("'", "'\\''"))
                        .append("'\n"));
        return text.toString();
    }

    /**
     * For an application on another machine, as {@code docker run --env-file} reads it: no quotes, and HTTPS if
     * available, because beyond this machine tokens are sent over HTTPS only.
     */
    String containerFile() {
        Map<String, String> variables = new LinkedHashMap<>();
        URI endpoint = https ? emulator.httpsEndpoint() : emulator.httpEndpoint();
        variables.put("AZURE_MONITOR_LOGS_ENDPOINT", endpoint.toString());
        variables.put("AZURE_MONITOR_LOGS_TRUSTED_HOSTS", endpoint.getHost());
        variables.put("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", emulator.dcrImmutableId());
        variables.put("AZURE_MONITOR_LOGS_STREAM_NAME", firstStream());
        variables.put("IDENTITY_ENDPOINT", emulator.appServiceIdentityEndpoint().toString());
        variables.put("IDENTITY_HEADER", emulator.identityHeader());
        if (https) {
            putApplication(variables);
        }
        StringBuilder text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** For a reader. */
    String description() {
        StringBuilder text = new StringBuilder("Azure Monitor Logs emulator\n");
        line(text, "ingestion", emulator.httpEndpoint());
        if (https) {
            line(text, "", emulator.httpsEndpoint());
        }
        for (DcrDefinition rule : emulator.rules()) {
            line(
                    text,
                    "rule",
                    rule.immutableId() + "  " + String.join(", ", rule.streams().keySet()));
        }
        line(text, "page", emulator.httpEndpoint() + "/");
        if (!emulator.isLocal()) {
            line(text, "open", "who reaches this address can read the rows, get tokens and arm faults");
        }
        line(text, "rows", emulator.httpEndpoint() + "/rows?stream=" + firstStream());
        line(text, "keeps", emulator.bounds());
        if (https) {
            line(text, "trust", emulator.tls().trustStore() + "  (PKCS12, password " + TlsFiles.PASSWORD + ")");
            line(text, "", emulator.tls().certificate() + "  (PEM)");
        }
        return text.append("environment\n").append(exports().indent(2)).toString();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AZURE_MONITOR_LOGS_ENDPOINT", emulator.httpEndpoint().toString());
        variables.put("AZURE_MONITOR_LOGS_DCR_IMMUTABLE_ID", emulator.dcrImmutableId());
        variables.put("AZURE_MONITOR_LOGS_STREAM_NAME", firstStream());
        variables.put("IDENTITY_ENDPOINT", emulator.appServiceIdentityEndpoint().toString());
        variables.put("IDENTITY_HEADER", emulator.identityHeader());
        if (https) {
            putApplication(variables);
            variables.put(
                    "LOGS_EMULATOR_HTTPS_ENDPOINT", emulator.httpsEndpoint().toString());
            variables.put(
                    "LOGS_EMULATOR_TRUST_STORE",
                    emulator.tls().trustStore().toAbsolutePath().toString());
            variables.put("LOGS_EMULATOR_TRUST_STORE_PASSWORD", TlsFiles.PASSWORD);
            variables.put(
                    "LOGS_EMULATOR_CA_CERTIFICATE",
                    emulator.tls().certificate().toAbsolutePath().toString());
        }
        return variables;
    }

    private void putApplication(Map<String, String> variables) {
        variables.put("LOGS_EMULATOR_AUTHORITY_HOST", emulator.authorityHost().toString());
        variables.put("LOGS_EMULATOR_TENANT_ID", emulator.tenantId());
        variables.put("LOGS_EMULATOR_CLIENT_ID", emulator.clientId());
        variables.put("LOGS_EMULATOR_CLIENT_SECRET", emulator.clientSecret());
    }

    private String firstStream() {
        return emulator.rules().get(0).streams().keySet().iterator().next();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format("  %-10s %s%n", name, value));
    }
}
