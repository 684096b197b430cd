package io.github.azuremonitor.appender.common.send.credential;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;

/**
 * How the last request of a credential ended. The exceptions of azure-identity and msal4j often lack the status that a
 * managed identity's endpoint answered with.
 *
 * @param place which endpoint was asked
 * @param status of the answer, or 0 if there was none
 */
record IdentityAnswer(Place place, int status) {
    private static final HttpHeaderName APP_SERVICE = HttpHeaderName.fromString("X-IDENTITY-HEADER");
    private static final String MACHINE = "/metadata/identity/";
    private static final String ARC = "api-version=2020-06-01";

    /** Endpoints that issue tokens. */
    enum Place {
        /** Microsoft Entra ID, or a stand-in for it. */
        AUTHORITY,
        /** IMDS, the endpoint of virtual machines. */
        MACHINE,
        /** App Service, Functions and Container Apps. */
        APP,
        /** The agent of Azure Arc. */
        ARC
    }

    static IdentityAnswer to(HttpRequest request, int status) {
        String path = String.valueOf(request.getUrl().getPath());
        String query = String.valueOf(request.getUrl().getQuery());
        if (request.getHeaders().getValue(APP_SERVICE) != null) {
            return new IdentityAnswer(Place.APP, status);
        }
        if (!path.startsWith(MACHINE)) {
            return new IdentityAnswer(Place.AUTHORITY, status);
        }
        return new IdentityAnswer(query.contains(ARC) ? Place.ARC : Place.MACHINE, status);
    }

    boolean isFailure() {
        return status < 200 || status > 299;
    }
}
