package io.github.azuremonitor.appender.common.send.credential;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do when there is no token: which setting to change, and how. Each sentence is a row of docs/operations.md.
 * Data without behaviour; the texts searched for are those of azure-identity 1.19 and msal4j 1.26.
 */
final class TokenAdvice {
    /** By code, "Microsoft Entra authentication and authorization error codes", Microsoft Learn. */
    private static final Map<String, String> BY_CODE = Map.ofEntries(
            // The application's proof.
            Map.entry(
                    "AADSTS7000215",
                    "The client secret is wrong: use its value, not its id, in clientSecretFile or AZURE_CLIENT_SECRET."),
            Map.entry(
                    "AADSTS7000222",
                    "The client secret has expired: put a new one into clientSecretFile or AZURE_CLIENT_SECRET."),
            Map.entry(
                    "AADSTS7000216",
                    "The application needs a secret or a certificate: give clientSecretFile or certificatePath."),
            Map.entry(
                    "AADSTS7000218",
                    "The application needs a secret or a certificate: give clientSecretFile or certificatePath."),
            Map.entry(
                    "AADSTS700025",
                    "The application is a public client, which has no secret: take another clientId, or switch its public"
                            + " client flows off."),
            Map.entry(
                    "AADSTS700027",
                    "The certificate in certificatePath is not registered with this application, or has expired: upload it"
                            + " to the application of clientId, or name the right file."),
            Map.entry(
                    "AADSTS700030",
                    "The certificate in certificatePath is not the one that the application takes: name the right file."),
            Map.entry(
                    "AADSTS50012",
                    "The certificate in certificatePath is not valid for this application: upload it to the application of"
                            + " clientId, or name the right file."),
            // The application and the tenant.
            Map.entry("AADSTS700016", "The tenant does not know this client id: check clientId and tenantId."),
            Map.entry("AADSTS90002", "There is no such tenant: check tenantId and cloud."),
            Map.entry("AADSTS900023", "The tenantId is no valid directory id or domain."),
            Map.entry("AADSTS90013", "A part of the request is not valid: check tenantId and clientId."),
            Map.entry("AADSTS900144", "A part of the request is missing: check tenantId and clientId."),
            Map.entry("AADSTS90038", "The tenant belongs to another cloud: check cloud and AZURE_AUTHORITY_HOST."),
            Map.entry("AADSTS900382", "The tenant belongs to another cloud: check cloud and AZURE_AUTHORITY_HOST."),
            Map.entry(
                    "AADSTS50194",
                    "The application has one tenant and no common endpoint: set tenantId to the application's tenant."),
            Map.entry("AADSTS7000112", "The application is disabled in this tenant."),
            Map.entry(
                    "AADSTS7000229",
                    "The application has no service principal in this tenant: check tenantId, or add it."),
            // The proof of a pod.
            Map.entry(
                    "AADSTS700024",
                    "The token or certificate that vouches for the application has expired or is not valid yet: check the"
                            + " clock, and that the file of AZURE_FEDERATED_TOKEN_FILE is renewed."),
            Map.entry(
                    "AADSTS70021",
                    "No federated credential of the application fits this pod's token: "
                            + "compare its issuer, subject and audience, and clientId."),
            Map.entry(
                    "AADSTS700211",
                    "No federated credential of the application fits this pod's token: "
                            + "its issuer is not the cluster's; check it, and clientId."),
            Map.entry(
                    "AADSTS700212",
                    "No federated credential of the application fits this pod's token: "
                            + "its audience is not api://AzureADTokenExchange; check it, and clientId."),
            Map.entry(
                    "AADSTS700213",
                    "No federated credential of the application fits this pod's token: "
                            + "its subject is not this pod's service account; check namespace and name, and clientId."),
            Map.entry(
                    "AADSTS50013",
                    "The token that vouches for the application cannot be verified: check the issuer of the federated"
                            + " credential, and AZURE_FEDERATED_TOKEN_FILE."),
            // The audience.
            Map.entry("AADSTS500011", "The tenant does not know the audience: check audience and cloud."),
            Map.entry(
                    "AADSTS500014",
                    "The audience is disabled in this tenant: check audience, and enable its application."),
            Map.entry(
                    "AADSTS1002012",
                    "The audience is not valid for an application: check audience, without /.default."),
            Map.entry("AADSTS70011", "The audience is not valid: check audience, without /.default."),
            Map.entry(
                    "AADSTS65001",
                    "Nobody has consented to this application's use of the audience: have an administrator"
                            + " consent, or check audience."),
            Map.entry("AADSTS50105", "The application is not assigned to the audience: assign it, or check audience."),
            Map.entry("AADSTS501051", "The application is not assigned to the audience: assign it, or check audience."),
            // What an administrator has forbidden.
            Map.entry(
                    "AADSTS53003",
                    "Conditional access blocks this identity: have an administrator allow it this place, or"
                            + " choose another with the setting credential."),
            Map.entry(
                    "AADSTS530003",
                    "Conditional access wants a managed device: choose another identity with the setting"
                            + " credential."),
            // People.
            Map.entry(
                    "AADSTS50034",
                    "The tenant does not know this user: check tenantId, or choose an application's identity with the"
                            + " setting credential."),
            Map.entry(
                    "AADSTS50020",
                    "The user belongs to another tenant: check tenantId, or choose an application's identity with the"
                            + " setting credential."),
            Map.entry(
                    "AADSTS50126",
                    "User name or password is wrong: choose an application's identity with the setting credential, or log"
                            + " in again."),
            Map.entry(
                    "AADSTS50057",
                    "The account is disabled: choose an application's identity with the setting credential."),
            Map.entry(
                    "AADSTS50076",
                    "The user has to prove more than a password: run 'az login' again, or choose an application's identity"
                            + " with the setting credential."),
            Map.entry(
                    "AADSTS50079",
                    "The user has to prove more than a password: run 'az login' again, or choose an application's identity"
                            + " with the setting credential."),
            Map.entry(
                    "AADSTS50173",
                    "The login has ended: run 'az login' again, or choose an application's identity with the setting"
                            + " credential."),
            Map.entry(
                    "AADSTS70043",
                    "The login has ended: run 'az login' again, or choose an application's identity with the setting"
                            + " credential."),
            Map.entry(
                    "AADSTS700082",
                    "The login has ended: run 'az login' again, or choose an application's identity with the setting"
                            + " credential."),
            // Temporary.
            Map.entry("AADSTS90033", "Microsoft Entra ID fails at the moment and is asked again."),
            Map.entry("AADSTS90006", "Microsoft Entra ID fails at the moment and is asked again."),
            Map.entry("AADSTS50196", "Microsoft Entra ID throttles this application and is asked again."));

    static final String OTHER_CODE = "Microsoft Entra ID refuses this credential: look the code up at"
            + " https://login.microsoftonline.com/error.";

    /** By azure-identity's message; the first match counts. */
    private static final List<Said> BY_TEXT = List.of(
            new Said(
                    "Must provide non-null values for",
                    "Workload identity misses client id, tenant or token file: give the pod the label"
                            + " azure.workload.identity/use: \"true\" and its service account a client id, or set clientId"
                            + " and tenantId."),
            new Said(
                    "Failed to read federated token from file",
                    "The token file that AZURE_FEDERATED_TOKEN_FILE names is missing or cannot be read: see that the pod"
                            + " has the label azure.workload.identity/use: \"true\"."),
            new Said(
                    "NullPointerException: assertion",
                    "The token file that AZURE_FEDERATED_TOKEN_FILE names is empty: see that the pod has the label"
                            + " azure.workload.identity/use: \"true\"."),
            new Said(
                    "The file on the file path in the WWW-Authenticate header",
                    "Azure Arc gives tokens to those who can read its key files: add the user of this process to the group"
                            + " himds and start it again."),
            new Said(
                    "azcmagent",
                    "Azure Arc gives tokens to those who can read its key files: add the user of this process to the group"
                            + " himds and start it again."),
            new Said(
                    "AzureConnectedMachineAgent",
                    "Azure Arc gives tokens to those who can read its key files: add the user of this process to the group"
                            + " Hybrid agent extension applications and start it again."),
            new Said(
                    "User assigned identity is not supported by",
                    "This place has a system-assigned identity alone: remove clientId."),
            new Said(
                    "did not confirm the requested user-assigned",
                    "This place has a system-assigned identity alone: remove clientId."),
            new Said(
                    "is not configurable at runtime",
                    "Service Fabric names the identity in the application's manifest: remove clientId."),
            new Said(
                    "MSI returned 200, but the response could not be parsed",
                    "Something else answers in place of the identity endpoint: see that no proxy stands before"
                            + " 169.254.169.254 and IDENTITY_ENDPOINT."),
            new Said(
                    "is not a valid PEM file",
                    "The file of certificatePath has no private key: it needs certificate and private key, in PEM or PFX."),
            new Said(
                    "PEM certificate provided does not contain",
                    "The file of certificatePath has no certificate: it needs certificate and private key, in PEM or PFX."),
            new Said(
                    "keystore password was incorrect",
                    "The file of certificatePath has a password: set the variable AZURE_CLIENT_CERTIFICATE_PASSWORD."),
            new Said(
                    "Failed to parse the certificate",
                    "The file of certificatePath is no certificate: it needs certificate and private key, in PEM or PFX."),
            new Said(
                    "Azure CLI not installed",
                    "There is no Azure CLI on the path of this process: install it, or choose another with the setting"
                            + " credential."),
            new Said(
                    "az login",
                    "Nobody is logged in to the Azure CLI, or the login has ended: run 'az login', for the tenant of tenantId"
                            + " if it is set, or choose another with the setting credential."));

    static final String NOTHING_IN_THE_CHAIN =
            "None of the identities that credential=default looks for is here: assign one to this app or machine, set"
                    + " clientId if it is user-assigned, or choose another with the setting credential.";
    static final String NO_VARIABLES = "The environment names no identity: set AZURE_TENANT_ID, AZURE_CLIENT_ID and"
            + " AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH, or choose another with the setting credential.";

    private TokenAdvice() {}

    /** For an AADSTS code. */
    static String ofCode(String code) {
        return BY_CODE.getOrDefault(code, OTHER_CODE);
    }

    /** For azure-identity's message, or null if it is unknown. */
    static @Nullable String ofText(String said) {
        for (Said known : BY_TEXT) {
            if (said.contains(known.part)) {
                return known.advice;
            }
        }
        return null;
    }

    /** For the status that the endpoint of a managed identity answered with. */
    static String ofEndpoint(int status, boolean isNamed) {
        return switch (status) {
            case 400 ->
                isNamed
                        ? "The identity that clientId names is not assigned to this app or machine: assign it, or correct"
                                + " clientId (an identity's client id, not its object id)."
                        : "This app or machine has no identity that can be used without its name: set clientId to the client"
                                + " id of its user-assigned identity, or switch its system-assigned identity on.";
            case 401 ->
                "The identity endpoint does not know this process: leave the variables IDENTITY_ENDPOINT and"
                        + " IDENTITY_HEADER as the platform sets them.";
            case 403 ->
                "The identity endpoint refuses this process: see that no proxy or policy stands before it, or choose another"
                        + " with the setting credential.";
            case 404 ->
                isNamed
                        ? "There is no such identity here, or it came a moment ago: assign it, or correct clientId (an"
                                + " identity's client id, not its object id)."
                        : "There is no identity here, or it came a moment ago: assign one, set clientId if it is"
                                + " user-assigned, or choose another with the setting credential.";
            case 410 -> "The identity endpoint is being updated and is asked again; that takes 70 s at most.";
            case 429 -> "The identity endpoint has too many requests and is asked again.";
            default ->
                status >= 500
                        ? "The identity endpoint fails at the moment and is asked again; if that lasts, see that the"
                                + " identity still exists, and that clientId names it."
                        : "The identity endpoint gives no token: check clientId, or choose another with the setting"
                                + " credential.";
        };
    }

    /** For the status of Microsoft Entra ID without an AADSTS code. */
    static String ofAuthority(int status) {
        return status == 429 || status >= 500
                ? "Microsoft Entra ID fails at the moment and is asked again."
                : "What answers is not Microsoft Entra ID: check cloud, AZURE_AUTHORITY_HOST and proxy.";
    }

    /** Nobody answered. */
    static String unreachable(IdentityAnswer.@Nullable Place place) {
        return place == null || place == IdentityAnswer.Place.AUTHORITY
                ? "The authority or identity endpoint cannot be reached: check DNS, firewall and proxy."
                : "The identity endpoint cannot be reached: outside of Azure choose another with the setting credential;"
                        + " inside, see that no proxy or network policy stands before it.";
    }

    /** @param part of azure-identity's message */
    private record Said(String part, String advice) {}
}
