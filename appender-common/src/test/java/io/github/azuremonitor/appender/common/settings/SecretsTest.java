package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Given.essentials;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String GUID = "5f1c0d8e-1234-4000-8000-abcdef000001";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clientSecret",
                "client-secret",
                "sharedKey",
                "connectionString",
                "password",
                "accessToken",
                "apiKey",
                "Authorization",
            })
    void aSecretNameHidesEveryValue(String name) {
        assertThat(new SettingProblem(name, GUID, "x")).hasToString(name + " = \"***\": x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc8Q~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxHIDE",
                "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJISURFIn0.HIDE",
                "Bearer HIDE",
                "-----BEGIN PRIVATE KEY-----\nHIDE",
                "HIDEb3BxcnN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0MTIzNDU2Nzg5MGFiY2RlZmdoaQ==",
                "AccountName=logs;AccountKey=HIDE;EndpointSuffix=x",
                "https://a.blob.core.windows.net/c?sv=1&sig=HIDE&se=2",
                "https://user:HIDE@host/path",
                "https://user:HI@HIDE@host/path",
                "http://HIDE@host",
                "user:HIDE@host",
            })
    void aSecretTextIsHiddenWhateverItsName(String value) {
        assertThat(new SettingProblem("linger", value, "x").toString())
                .contains("***")
                .doesNotContain("HIDE");
        for (Setting setting : Setting.values()) {
            String name = setting.flatName();
            boolean free = name.matches("appName|appVersion|environment|certificatePath|spoolDirectory|audience");
            if (!free) {
                assertThat(essentials().set(name, value).read().describe()).doesNotContain("HIDE");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GUID,
                "dcr-0123456789abcdef0123456789abcdef",
                "/subscriptions/5f1c0d8e/resourceGroups/MyResourceGroupWithAVeryLongName1/providers/Microsoft",
                "https://my-dce-a1b2.westeurope-1.ingest.monitor.azure.com",
                "Custom-AnExceptionallyLongNameOfAStreamForTesting_CL",
            })
    void anIdentifierIsNoSecret(String value) {
        assertThat(new SettingProblem("unknown", value, "x").value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:HIDE@proxy, http://***@proxy",
        "http://user:HI@DE:HIDE@proxy:8080, http://***@proxy:8080",
        "https://user:HIDE@proxy:8080, https://***@proxy:8080",
        "user:HIDE@proxy:8080, ***@proxy:8080",
        "HIDE@proxy:8080, ***",
        "http://:HIDE@proxy:8080, http://***@proxy:8080",
        "proxy:8080:user:HIDE, ***",
        "http://proxy:8080/HIDE, ***",
        "http://user:HIDE#x@proxy:8080, http://***@proxy:8080",
        "http://user:HI/DE@proxy:8080, http://***@proxy:8080",
        "http://user:%HIDE@proxy:8080, http://***@proxy:8080",
        "proxy:8080, proxy:8080",
        "http://my_proxy:8080, http://my_proxy:8080",
        "http://proxy:0, http://proxy:0",
        "http://proxy:65536, http://proxy:65536",
        "http://[fd00::1], http://[fd00::1]",
    })
    void aWrongProxyShowsNoLogin(String text, String shown) {
        assertThat(essentials().set("proxy", text).fault())
                .startsWith("proxy = \"" + shown + "\": ")
                .doesNotContain("HIDE")
                .contains("write http://host:port");
    }

    @Test
    void aProxyLoginIsDecodedAndNeverShown() {
        Given given = essentials().set("proxy", "http://us%40er:p%3Aa+s%40s:x@Proxy:8080/");
        PipelineSettings.Proxy proxy = given.pipeline().network().proxy();

        assertThat(proxy).isNotNull().isEqualTo(new PipelineSettings.Proxy("proxy", 8080, "us@er", "p:a+s@s:x"));
        assertThat(given.ready().toString() + given.read().describe()).doesNotContain("p:a+s", "us@er");
        assertThat(essentials()
                        .set("proxy", "http://user@[::1]:3128")
                        .pipeline()
                        .network()
                        .proxy())
                .isEqualTo(new PipelineSettings.Proxy("::1", 3128, "user", null));
    }

    @Test
    void aValueIsShownInOneShortLine() {
        String value = "first\nsecond\u2028" + "x".repeat(500);
        SettingProblem problem = new SettingProblem("linger", value, "x");

        assertThat(problem.value()).startsWith("first second x").endsWith("x…").hasSize(120);
        assertThat(new SettingProblem("linger", problem.value(), "x")).isEqualTo(problem);
    }

    @ParameterizedTest
    @EnumSource
    void noSettingButTheSecretFileHidesAHarmlessValue(Setting setting) {
        String shown = setting == Setting.CLIENT_SECRET_FILE ? "***" : "harmless";

        assertThat(new SettingProblem(setting.flatName(), "harmless", "x").value())
                .isEqualTo(shown);
    }
}
