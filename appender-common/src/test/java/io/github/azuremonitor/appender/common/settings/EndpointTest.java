package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Given.essentials;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.ingest.monitor.azure.com, https://a.ingest.monitor.azure.com",
        "https://a.ingest.monitor.azure.com/, https://a.ingest.monitor.azure.com",
        "HTTPS://A.Ingest.Monitor.Azure.COM:443, https://a.ingest.monitor.azure.com",
        "https://a.ingest.monitor.azure.com:8443, https://a.ingest.monitor.azure.com:8443",
        "http://localhost:8080/, http://localhost:8080",
        "http://LOCALHOST, http://localhost",
        "http://127.0.0.1:80, http://127.0.0.1",
        "https://127.255.255.254:1, https://127.255.255.254:1",
        "http://[::1]:8080, http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1], http://[0:0:0:0:0:0:0:1]",
    })
    void azureAndLoopbackMaySeeATokenAndTheUrlIsMadeUniform(String text, String uri) {
        Given given = essentials().set("endpoint", text);

        assertThat(given.pipeline().endpoint()).hasToString(uri);
        assertThat(given.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.com",
                "https://evil.com/.ingest.monitor.azure.com",
                "https://evil.com/?.ingest.monitor.azure.com",
                "https://evil.com?.ingest.monitor.azure.com",
                "https://evil.com#.ingest.monitor.azure.com",
                "https://evil.com\\.ingest.monitor.azure.com",
                "https://evil.com\\@a.ingest.monitor.azure.com",
                "https://evil.com%2F.ingest.monitor.azure.com",
                "https://evil.com%00.ingest.monitor.azure.com",
                "https://evil.com;.ingest.monitor.azure.com",
                "https://a.ingest.monitor.azure.com@evil.com",
                "https://a.ingest.monitor.azure.com:443@evil.com",
                "https://evil.com@a.ingest.monitor.azure.com",
                "https://a.ingest.monitor.azure.com.",
                "https://evil.com.",
                "https://ingest.monitor.azure.com.evil.com",
                "https://a.ingest.monitor.azure.com.evil.com",
                "https://a.ingest.monitor.azure.de",
                "https://aingest.monitor.azure.com",
                "https://ingest.monitor.azure.com",
                "https://.ingest.monitor.azure.com",
                "https://evil.com:443\t.ingest.monitor.azure.com",
                "https://evil。com/.ingest.monitor.azure.com",
                "https:a.ingest.monitor.azure.com",
                "https:///a.ingest.monitor.azure.com",
                "//a.ingest.monitor.azure.com",
                "ftp://a.ingest.monitor.azure.com",
                "file:///etc/passwd",
                "http://127.evil.com",
                "http://127.0.0.1.evil.com",
                "http://127.1",
                "http://2130706433",
                "http://128.0.0.1",
                "http://127.0.0.256",
                "http://0.0.0.0",
                "http://[::]",
                "http://[::2]",
                "http://[::ffff:8.8.8.8]",
                "http://localhost.evil.com",
                "http://evil-localhost",
                "http://localhost@evil.com",
                "https://a.ingest.monitor.azure.com:0",
                "https://a.ingest.monitor.azure.com:65536",
                "http://a.ingest.monitor.azure.com",
            })
    void noTokenGoesToAHostThatOnlyLooksLikeAzures(String text) {
        assertThat(essentials().set("endpoint", text).faulty().problems())
                .isNotEmpty()
                .allMatch(problem -> problem.setting().equals("endpoint"));
    }

    @Test
    void everyFaultOfOneUrlIsTold() {
        assertThat(essentials()
                        .set("endpoint", "http://a:b@evil.com.:99999/x?y#z")
                        .faults())
                .hasSize(8)
                .allSatisfy(fault -> assertThat(fault)
                        .startsWith("endpoint = \"http://***@evil.com.:99999/x?y#z\": ")
                        .doesNotContain("a:b"));
    }

    @Test
    void aDotAtTheEndIsTheOnlyFaultOfAnAzureHost() {
        assertThat(essentials().set("endpoint", Given.ENDPOINT + ".").fault())
                .endsWith("has a dot at the end of its host; leave it out");
    }

    @ParameterizedTest
    @CsvSource({
        "https://0a1b.ods.opinsights.azure.com/api/logs?api-version=2016-04-01, the HTTP Data Collector API",
        "https://portal.azure.com/#@contoso/resource/x, a page of the Azure portal",
        "https://ms.portal.azure.com/#home, a page of the Azure portal",
        "https://management.azure.com/subscriptions/x, Azure's management API",
        "https://a.westeurope-1.metrics.ingest.monitor.azure.com, the endpoint for metrics",
        "https://a.westeurope-1.handler.control.monitor.azure.com, the endpoint for an agent's configuration",
        "/subscriptions/s/resourceGroups/r/providers/Microsoft.Insights/dataCollectionEndpoints/x, is the resource id of"
                + " the data collection endpoint",
        "/subscriptions/s/resourceGroups/r, is the resource id of an Azure resource",
        "https://a.ingest.monitor.azure.com/dataCollectionRules/dcr-1/streams/Custom-x?api-version=2023-01-01, keep"
                + " https://a.ingest.monitor.azure.com and put",
        "a.ingest.monitor.azure.com, has no scheme; write https://a.ingest.monitor.azure.com",
        "a.ingest.monitor.azure.com:443, has no scheme",
        "localhost:8080, has no scheme",
        "0a1b.ods.opinsights.azure.com, the HTTP Data Collector API",
        "westeurope, is not a URL with a host",
        "https://my_host.ingest.monitor.azure.com, is not a URL with a host",
    })
    void theClassicMistakesHaveTheirOwnSentence(String text, String sentence) {
        assertThat(essentials().set("endpoint", text).fault()).contains(sentence);
    }

    @Test
    void aTrustedHostMaySeeAToken() {
        Given given = essentials().set("trustedHosts", "logs.example.com, *.Example.ORG, [fd00::1]");

        for (String host : new String[] {"logs.example.com", "LOGS.example.com", "a.example.org", "a.b.example.org"}) {
            assertThat(given.set("endpoint", "https://" + host).warnings()).isEmpty();
        }
        given.set("endpoint", "https://[fd00::1]:8443").pipeline();
        for (String host :
                new String[] {"x.logs.example.com", "example.org", "evilexample.org", "example.org.evil.com"}) {
            assertThat(given.set("endpoint", "https://" + host).fault()).contains("name the host in trustedHosts");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.com",
                "*.",
                "*example.com",
                "a.*.com",
                "https://a.com",
                "a.com:443",
                "a.com/",
                "a b",
                "a@b"
            })
    void aTrustedHostIsAHostAndNothingElse(String text) {
        assertThat(essentials().set("trustedHosts", text).fault()).startsWith("trustedHosts = ");
    }

    @Test
    void clearTextIsForLoopbackOrForNoTokenAtAll() {
        Given given = essentials().set("endpoint", "http://logs.example.com").set("trustedHosts", "logs.example.com");

        assertThat(given.fault()).contains("a token would travel in clear text");
        assertThat(given.set("credential", "none").warnings())
                .containsExactly(
                        "endpoint = \"http://logs.example.com\": log events travel in clear text; write https://"
                                + " beyond this machine");
        assertThat(given.pipeline().endpoint()).hasToString("http://logs.example.com");
    }

    @Test
    void withoutATokenAnyHostWillDo() {
        assertThat(essentials()
                        .set("endpoint", "https://evil.com")
                        .set("credential", "none")
                        .warnings())
                .isEmpty();
    }

    @Test
    void anEndpointOfAnotherCloudIsDoubtedUntilTheTokensFit() {
        Given given = essentials().set("endpoint", "https://a.ingest.monitor.azure.us");

        assertThat(given.warnings()).singleElement().asString().endsWith("write cloud=us-government");
        assertThat(given.set("cloud", "us-government").warnings()).isEmpty();
    }
}
