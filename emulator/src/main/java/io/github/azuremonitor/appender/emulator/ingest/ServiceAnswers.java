package io.github.azuremonitor.appender.emulator.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the headers and bodies of the real service, as recorded in the public test recordings of the Azure SDKs
 * (Azure/azure-sdk-assets). Headers of errors other than the content type and {@code x-ms-error-code} are taken to be
 * those of a success.
 */
final class ServiceAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLAIN_GUID = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private ServiceAnswers() {}

    /** An answer with the service's headers. */
    static Answer plain(int status, String requestId, @Nullable String clientRequestId) {
        Answer answer = Answer.of(status)
                .with("Server", "Microsoft-HTTPAPI/2.0")
                .with("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload")
                .with("X-Content-Type-Options", "nosniff")
                .with("x-ms-request-id", requestId);
        return clientRequestId == null ? answer : answer.with("x-ms-client-request-id", clientRequestId);
    }

    /** An error; the code is in the header, too. */
    static Answer error(Call call, int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return plain(status, UUID.randomUUID().toString(), clientRequestId(call))
                .with("Content-Type", "application/json")
                .with("x-ms-error-code", code)
                .withBody(body.toString());
    }

    /**
     * The client's id as the service echoes it: read as a GUID and written with dashes. What the real service does with
     * an id that is no GUID was never recorded; here it is left out.
     */
    static @Nullable String clientRequestId(Call call) {
        String sent = call.header("x-ms-client-request-id");
        if (sent == null) {
            return null;
        }
        if (PLAIN_GUID.matcher(sent).matches()) {
            return String.join(
                    "-",
                    sent.substring(0, 8),
                    sent.substring(8, 12),
                    sent.substring(12, 16),
                    sent.substring(16, 20),
                    sent.substring(20));
        }
        return GUID.matcher(sent).matches() ? sent : null;
    }
}
