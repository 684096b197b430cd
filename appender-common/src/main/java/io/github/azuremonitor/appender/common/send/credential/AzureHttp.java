package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP client that azure-identity gets: our threads, our way out, our patience. */
final class AzureHttp {
    /**
     * Short against the bound of a fetch, so that a request on a connection which a NAT forgot is followed by
     * azure-core's second try on a new one.
     */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(15);

    private AzureHttp() {}

    static HttpClient client(ProxySelector proxies, @Nullable Authenticator proxyLogin, Duration connectTimeout) {
        var jdk = java.net.http.HttpClient.newBuilder().proxy(proxies);
        if (proxyLogin != null) {
            jdk.authenticator(proxyLogin);
        }
        return new JdkHttpClientBuilder(jdk)
                .executor(TokenFlight.POOL)
                .connectionTimeout(connectTimeout)
                .responseTimeout(RESPONSE_TIMEOUT)
                // Else azure-core's reading of HTTPS_PROXY would replace the selector above.
                .configuration(Configuration.NONE)
                .build();
    }
}
