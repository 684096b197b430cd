package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Setting.AUDIENCE;
import static io.github.azuremonitor.appender.common.settings.Setting.CERTIFICATE_PATH;
import static io.github.azuremonitor.appender.common.settings.Setting.CLIENT_ID;
import static io.github.azuremonitor.appender.common.settings.Setting.CLIENT_SECRET_FILE;
import static io.github.azuremonitor.appender.common.settings.Setting.CLOUD;
import static io.github.azuremonitor.appender.common.settings.Setting.CREDENTIAL;
import static io.github.azuremonitor.appender.common.settings.Setting.ENDPOINT;
import static io.github.azuremonitor.appender.common.settings.Setting.TENANT_ID;
import static io.github.azuremonitor.appender.common.settings.Setting.TRUSTED_HOSTS;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how tokens are obtained, and checks where they would be sent. Lives as long as one reading. */
final class CredentialReader {
    private static final String AUTHORITY = "AZURE_AUTHORITY_HOST";

    private final SettingValues values;
    private final CredentialKind kind;
    private final Cloud cloud;

    CredentialReader(SettingValues values) {
        this.values = values;
        kind = values.read(CREDENTIAL, EnumParser.of(CredentialKind.values()));
        cloud = values.read(CLOUD, EnumParser.of(Cloud.values()));
    }

    PipelineSettings.Credential read() {
        String audience = values.readIfGiven(AUDIENCE, IdentifierParsers::audience);
        PipelineSettings.Credential credential = new PipelineSettings.Credential(
                kind,
                audience == null ? cloud.audience() : audience,
                authorityHost(),
                values.readIfGiven(TENANT_ID, IdentifierParsers::entra),
                values.readIfGiven(CLIENT_ID, IdentifierParsers::entra),
                values.readIfGiven(CLIENT_SECRET_FILE, IdentifierParsers::secretFile),
                values.readIfGiven(CERTIFICATE_PATH, IdentifierParsers::path));
        if (values.sound(CREDENTIAL)) {
            checkBelongings(CredentialKind.CLIENT_SECRET, CLIENT_SECRET_FILE);
            checkBelongings(CredentialKind.CLIENT_CERTIFICATE, CERTIFICATE_PATH);
        }
        return credential;
    }

    /** The base URL, or null after a fault. Without a token any host will do, with one only a trusted one. */
    @Nullable URI endpoint(Set<String> trustedHosts) {
        if (!values.given(ENDPOINT)) {
            values.readRequired(ENDPOINT, text -> text);
            return null;
        }
        Endpoint endpoint =
                Endpoint.parse(String.valueOf(values.text(ENDPOINT)), fault -> values.problem(ENDPOINT, fault));
        if (endpoint == null || !values.sound(CREDENTIAL)) {
            return null;
        }
        if (kind == CredentialKind.NONE) {
            if (endpoint.clearText()) {
                values.warn(ENDPOINT, "log events travel in clear text; write https:// beyond this machine");
            }
        } else {
            checkTrust(endpoint, trustedHosts);
        }
        return values.sound(ENDPOINT) ? endpoint.uri() : null;
    }

    private void checkTrust(Endpoint endpoint, Set<String> trustedHosts) {
        if (endpoint.clearText()) {
            values.problem(
                    ENDPOINT, "a token would travel in clear text; write https://, or credential=none without a token");
        }
        if (values.sound(TRUSTED_HOSTS) && !Hosts.trusted(endpoint.host(), trustedHosts)) {
            values.problem(
                    ENDPOINT,
                    "a token would go to a host that is not Azure's (*.ingest.monitor.azure.com, .us, .cn); correct it,"
                            + " or name the host in trustedHosts");
        }
        Cloud itsCloud = Hosts.cloud(endpoint.host());
        if (itsCloud != null && itsCloud != cloud && values.sound(CLOUD) && !values.given(AUDIENCE)) {
            values.warn(ENDPOINT, "belongs to another cloud than the tokens; write cloud=" + EnumParser.word(itsCloud));
        }
    }

    private void checkBelongings(CredentialKind owner, Setting file) {
        if (kind != owner) {
            if (values.given(file)) {
                values.warn(file, "has no effect; write credential=" + EnumParser.word(owner) + " to use it");
            }
            return;
        }
        for (Setting needed : new Setting[] {TENANT_ID, CLIENT_ID, file}) {
            if (!values.given(needed)) {
                values.problem(needed, "is not given, but credential=" + EnumParser.word(owner) + " needs it");
            }
        }
    }

    /** Client secrets are sent there, hence no clear text beyond this machine. */
    private URI authorityHost() {
        String given = values.variable(AUTHORITY);
        if (given == null || kind == CredentialKind.NONE) {
            return cloud.authorityHost();
        }
        try {
            URI uri = new URI(given.replaceAll("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            boolean local = host != null && Hosts.loopback(host.toLowerCase(Locale.ROOT));
            boolean safe = scheme.equals("https") || (scheme.equals("http") && local);
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (host != null && safe && plain) {
                return uri;
            }
        } catch (URISyntaxException broken) {
            // Reported below like every other text that is no https URL.
        }
        values.problem(new SettingProblem(AUTHORITY, given, "is not an https URL; write " + cloud.authorityHost()));
        return cloud.authorityHost();
    }
}
