package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.time.Time;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRouteTest {
    private static final URI DCE = URI.create("https://dce.ingest.monitor.azure.com");
    private static final URI PLAIN = URI.create("http://dce.example.test");

    private final Lines lines = new Lines();

    @AfterEach
    void clearProperties() {
        for (String name :
                new String[] {"https.proxyHost", "https.proxyPort", "https.proxyUser", "https.proxyPassword"}) {
            System.clearProperty(name);
        }
        System.clearProperty("http.nonProxyHosts");
    }

    @ParameterizedTest(name = "NO_PROXY={0} {1} direct={2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | https://dce.ingest.monitor.azure.com       | false",
                "*                           | https://dce.ingest.monitor.azure.com       | true",
                "azure.com                   | https://dce.ingest.monitor.azure.com       | true",
                ".azure.com                  | https://dce.ingest.monitor.azure.com       | true",
                "*.azure.com                 | https://dce.ingest.monitor.azure.com       | true",
                "AZURE.com                   | https://DCE.ingest.monitor.AZURE.com       | true",
                "ure.com                     | https://dce.ingest.monitor.azure.com       | false",
                "dce.ingest.monitor.azure.com| https://dce.ingest.monitor.azure.com       | true",
                "azure.com.evil.test         | https://dce.ingest.monitor.azure.com       | false",
                "a.test, azure.com ,b.test   | https://dce.ingest.monitor.azure.com       | true",
                "azure.com:443               | https://dce.ingest.monitor.azure.com       | true",
                "azure.com:8443              | https://dce.ingest.monitor.azure.com       | false",
                "azure.com:8443              | https://dce.ingest.monitor.azure.com:8443  | true",
                "azure.com:80                | http://dce.ingest.monitor.azure.com        | true",
                "10.1.2.3                    | https://10.1.2.3                           | true",
                "10.1.2.3                    | https://10.1.2.4                           | false",
                "[fd00::1]                   | https://[fd00::1]                          | true",
                "[fd00::1]:443               | https://[fd00::1]                          | true",
                "fd00::1                     | https://[fd00::1]                          | true",
                "[fd00::1]:8443              | https://[fd00::1]                          | false",
                "''                          | http://localhost:8080                      | true",
                "''                          | http://emulator.localhost                  | true",
                "''                          | http://127.0.0.1:8080                      | true",
                "''                          | http://127.1.2.3:8080                      | true",
                "''                          | http://[::1]:8080                          | true",
                "''                          | http://169.254.169.254/metadata            | true",
                "''                          | http://169.254.131.7:8081/msi/token        | true",
                "''                          | https://127.0.0.1.evil.test                | false",
            })
    void exceptionsAreReachedWithoutTheProxy(String list, URI uri, boolean direct) {
        var environment = Map.of("HTTPS_PROXY", "http://proxy.test:3128", "NO_PROXY", list);

        var route = ProxyRoute.of(null, DCE, environment::get);

        assertThat(route.selector().select(uri).get(0).type() == Proxy.Type.DIRECT)
                .isEqualTo(direct);
    }

    @ParameterizedTest(name = "{0}={1} is {2}:{3} {4} {5}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HTTPS_PROXY | http://proxy.test:3128           | proxy.test | 3128 | -    | -",
                "https_proxy | http://proxy.test:3128/          | proxy.test | 3128 | -    | -",
                "HTTP_PROXY  | proxy.test:8080                  | proxy.test | 8080 | -    | -",
                "HTTPS_PROXY | http://proxy.test                | proxy.test | 80   | -    | -",
                "HTTPS_PROXY | https://proxy.test               | proxy.test | 443  | -    | -",
                "HTTPS_PROXY | http://me:p%40ss+w@proxy.test:1  | proxy.test | 1    | me   | p@ss+w",
                "HTTPS_PROXY | http://me@proxy.test:1           | proxy.test | 1    | me   | -",
                "HTTPS_PROXY | http://[fd00::1]:3128            | fd00::1    | 3128 | -    | -",
            })
    void theEnvironmentNamesTheProxy(String name, String value, String host, int port, String user, String password) {
        var route = ProxyRoute.of(null, DCE, Map.of(name, value)::get);

        assertThat(route.proxy()).isEqualTo(new PipelineSettings.Proxy(host, port, user, password));
        assertThat(route.told()).contains("the environment").contains(host);
        if (password != null) {
            assertThat(route.told() + route).doesNotContain(password);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "::",
                "http://bad host:1",
                "http://DOMAIN\\me:secret@proxy.test:3128",
                "http://me:se#cret@proxy.test:3128",
                "socks5://proxy.test:1080"
            })
    void aProxyThatMakesNoSenseIsNoneAndIsToldWithoutItsPassword(String value) {
        var route = ProxyRoute.of(null, DCE, Map.of("HTTPS_PROXY", value)::get);

        assertThat(route.source()).isEqualTo(ProxyRoute.Source.NOBODY);
        assertThat(route.proxy()).isNull();
        assertThat(route.told()).isNull();
        assertThat(route.warning())
                .contains("The environment variable HTTPS_PROXY")
                .doesNotContain("cret");
    }

    @Test
    void anEmptyVariableNamesNoProxyAndIsNotToldOf() {
        for (String value : List.of("", "   ")) {
            var route = ProxyRoute.of(null, DCE, Map.of("HTTPS_PROXY", value)::get);

            assertThat(route).isEqualTo(new ProxyRoute(ProxyRoute.Source.NOBODY, null, NoProxy.NOTHING, null));
            assertThat(route.warning()).isNull();
        }
    }

    @Test
    void theNextVariableIsUsedWhereOneCannotBe() {
        var environment = Map.of("HTTPS_PROXY", "http://DOMAIN\\me@proxy.test", "HTTP_PROXY", "proxy.test:3128");

        var route = ProxyRoute.of(null, DCE, environment::get);

        assertThat(route.proxyFor(DCE)).isEqualTo("proxy.test:3128");
        assertThat(route.warning()).contains("HTTPS_PROXY");
    }

    @Test
    void theSettingWinsOverTheJvmAndTheJvmOverTheEnvironment() {
        var environment = Map.of("HTTPS_PROXY", "http://environment.test:1");
        System.setProperty("https.proxyHost", "jvm.test");
        System.setProperty("https.proxyPort", "3129");
        var setting = new PipelineSettings.Proxy("setting.test", 3130, null, null);

        assertThat(ProxyRoute.of(setting, DCE, environment::get).proxyFor(DCE)).isEqualTo("setting.test:3130");
        assertThat(ProxyRoute.of(null, DCE, environment::get).proxyFor(DCE)).isEqualTo("jvm.test:3129");

        System.setProperty("http.nonProxyHosts", "*.azure.com");
        assertThat(ProxyRoute.of(null, DCE, environment::get).proxyFor(DCE)).isNull();
        System.clearProperty("https.proxyHost");
        assertThat(ProxyRoute.of(null, DCE, environment::get).proxyFor(DCE)).isEqualTo("environment.test:1");
    }

    @Test
    void theLoginIsGivenToTheProxyAndToNobodyElse() throws Exception {
        var proxy = new PipelineSettings.Proxy("proxy.test", 3128, "me", "secret");
        var authenticator = new ProxyRoute(ProxyRoute.Source.SETTING, proxy, NoProxy.NOTHING, null).authenticator();

        assertThat(asked(authenticator, "proxy.test", 3128, Authenticator.RequestorType.PROXY))
                .isNotNull();
        assertThat(asked(authenticator, "proxy.test", 3128, Authenticator.RequestorType.SERVER))
                .isNull();
        assertThat(asked(authenticator, "other.test", 3128, Authenticator.RequestorType.PROXY))
                .isNull();
        assertThat(asked(authenticator, "proxy.test", 3129, Authenticator.RequestorType.PROXY))
                .isNull();
    }

    @Test
    void aPostGoesThroughTheProxyWithItsLogin() throws Exception {
        try (var proxy = new TestServer(
                TestServer.answers(407, "", "Proxy-Authenticate: Basic realm=\"office\""), TestServer.accepts())) {
            var setting = new PipelineSettings.Proxy("127.0.0.1", proxy.port(), "me", "pass");
            try (var sender = sender(PLAIN, setting, SendFixture.noCredential())) {
                assertThat(SendFixture.send(sender).status()).isEqualTo(204);
            }
            assertThat(proxy.requests.get(0).line()).startsWith("POST http://dce.example.test/dataCollectionRules/");
            assertThat(proxy.requests.get(1).header("Proxy-Authorization"))
                    .isEqualTo(
                            "Basic " + Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.UTF_8)));
            assertThat(lines.all)
                    .containsExactly("The way to Azure is the proxy http://***:***@127.0.0.1:" + proxy.port()
                            + ", named by the setting proxy.");
        }
    }

    @Test
    void aProxyThatWantsALoginIsExplainedWhicheverWayTheJdkTellsIt() throws Exception {
        String basic = "Proxy-Authenticate: Basic realm=\"office\"";
        for (URI endpoint : new URI[] {PLAIN, URI.create("https://dce.example.test")}) {
            for (String[] headers : new String[][] {{}, {basic}, {"Proxy-Authenticate: Negotiate"}}) {
                for (String user : new String[] {null, "me"}) {
                    try (var proxy = new TestServer(TestServer.answers(407, "<h1>no</h1>", headers))) {
                        var setting = new PipelineSettings.Proxy("127.0.0.1", proxy.port(), user, user);
                        try (var sender = sender(endpoint, setting, SendFixture.noCredential())) {
                            var outcome = SendFixture.send(sender);
                            assertThat(outcome.detail())
                                    .contains("setting proxy")
                                    .contains("-Djdk.http.auth.tunneling.disabledSchemes=\"\"");
                            assertThat(outcome.detail().length()).isLessThanOrEqualTo(500);
                        }
                    }
                }
            }
        }
    }

    @Test
    void anUnknownProxyIsNamed() {
        var setting = new PipelineSettings.Proxy("no-such-proxy.invalid", 3128, null, null);
        try (var sender = sender(URI.create("https://dce.example.test"), setting, SendFixture.noCredential())) {
            var outcome = SendFixture.send(sender);
            assertThat(outcome.code()).isEqualTo("UnknownHostException");
            assertThat(outcome.detail()).contains("no-such-proxy.invalid").contains("proxy");
        }
    }

    @Test
    void tokenRequestsTakeTheSameWay(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret-of-the-app");
        var credential =
                SendFixture.credential(CredentialKind.CLIENT_SECRET, URI.create("https://login.example.test"), secret);
        try (var proxy = new TestServer(TestServer.answers(407, "", "Proxy-Authenticate: Basic realm=\"office\""))) {
            var setting = new PipelineSettings.Proxy("127.0.0.1", proxy.port(), null, null);
            try (var sender = sender(DCE, setting, credential)) {
                var outcome = SendFixture.send(sender);

                assertThat(outcome.kind()).isEqualTo(Outcome.Kind.NO_TOKEN);
                assertThat(outcome.detail()).contains("proxy");
                assertThat(proxy.requests)
                        .isNotEmpty()
                        .allMatch(request -> request.line().startsWith("CONNECT login.example.test:443"));
            }
        }
    }

    private Sender sender(URI endpoint, PipelineSettings.Proxy proxy, PipelineSettings.Credential credential) {
        var settings = SendFixture.settings(endpoint, credential, proxy, Duration.ofSeconds(10));
        return HttpSenders.create(settings, Time.SYSTEM, lines, new Ledger());
    }

    private static PasswordAuthentication asked(
            Authenticator authenticator, String host, int port, Authenticator.RequestorType type) throws Exception {
        return Authenticator.requestPasswordAuthentication(
                authenticator,
                host,
                InetAddress.getLoopbackAddress(),
                port,
                "http",
                "",
                "basic",
                new URI("http://any.test").toURL(),
                type);
    }

    @Test
    void theProxysNameIsLookedUpForEachConnection() {
        var proxy = new PipelineSettings.Proxy("localhost", 3128, null, null);
        var chosen = new ProxyRoute(ProxyRoute.Source.SETTING, proxy, NoProxy.NOTHING, null)
                .selector()
                .select(DCE)
                .get(0);

        assertThat(((InetSocketAddress) chosen.address()).isUnresolved()).isTrue();
    }
}
