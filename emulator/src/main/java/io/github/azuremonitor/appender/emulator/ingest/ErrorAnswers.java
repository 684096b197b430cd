package io.github.azuremonitor.appender.emulator.ingest;

import io.github.azuremonitor.appender.emulator.dcr.DcrDefinition;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.rows.UnreadableBodyException;
import io.github.azuremonitor.appender.emulator.token.Identity;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The refusals of the ingestion route. <em>Recorded</em> texts are the real service's own, from public recordings and
 * reports; <em>unverified</em> ones are made up, as no recording is known: no client may depend on their words.
 */
final class ErrorAnswers {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    /** Codes for scripted statuses; unverified. */
    private static final Map<Integer, String> CODES = Map.of(
            400, "BadRequest",
            401, "Unauthorized",
            403, "OperationFailed",
            404, "NotFound",
            408, "RequestTimeout",
            413, "ContentLengthLimitExceeded",
            429, "TooManyRequests",
            500, "InternalServerError",
            503, "ServiceUnavailable");

    private ErrorAnswers() {}

    /** Unverified. */
    static Answer apiVersion(Call call, @Nullable String version) {
        return ServiceAnswers.error(
                call,
                400,
                "UnsupportedApiVersion",
                version == null
                        ? "The api-version is missing."
                        : "The api-version '" + version + "' is not supported.");
    }

    /** The status is known, and the code for a foreign audience; the body and the challenge are unverified. */
    static Answer token(Call call, String code, String message) {
        return ServiceAnswers.error(call, 401, code, message)
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + message + "\"");
    }

    /** Recorded (Azure/azure-sdk-assets, java, testUploadLogsPartialFailure). */
    static Answer unknownRule(Call call) {
        return ServiceAnswers.error(
                call,
                404,
                "NotFound",
                "Data collection rule with immutable Id '" + call.dcrImmutableId() + "' not found.");
    }

    /** Recorded (Azure/azure-sdk-for-java, azure-monitor-ingestion, TROUBLESHOOTING.md). */
    static Answer role(Call call, DcrDefinition rule, @Nullable Identity identity) {
        return ServiceAnswers.error(
                call,
                403,
                "OperationFailed",
                "The authentication token provided does not have access to ingest data for the data collection rule"
                        + " with immutable Id '" + rule.immutableId() + "' PipelineAccessResult: AccessGranted: False,"
                        + " IsRbacPresent: False, IsDcrDceBindingValid: , DcrArmId: " + rule.armId()
                        + ", Message: Required authorization action was not found for tenantId "
                        + (identity == null ? NOBODY : identity.tenantId()) + " objectId "
                        + (identity == null ? NOBODY : identity.objectId()) + " on resourceId " + rule.armId()
                        + " ConfigurationId: " + UUID.randomUUID() + "..");
    }

    /** Recorded (Azure/azure-sdk-for-go, azlogs, TestUploadWithError); the name is still URL-encoded. */
    static Answer unknownStream(Call call) {
        return ServiceAnswers.error(
                call,
                400,
                "InvalidStream",
                "The stream " + call.stream() + " was not configured in the data collection rule with immutable Id "
                        + call.dcrImmutableId() + ".");
    }

    /** The status and {@code Retry-After} are documented (Azure Monitor docs, "Service limits"); the body is unverified. */
    static Answer throttled(Call call, int retryAfterSeconds) {
        return ServiceAnswers.error(
                        call, 429, "TooManyRequests", "The data collection rule's limit per minute is exceeded.")
                .with("Retry-After", Integer.toString(retryAfterSeconds));
    }

    /** Recorded (JulianHayward/AzADServicePrincipalInsights#30). */
    static Answer tooLong(Call call) {
        return ServiceAnswers.error(
                call,
                413,
                "ContentLengthLimitExceeded",
                "Maximum allowed content length: 1048576 bytes (1 MB). Provided content length: " + call.wireBytes()
                        + " bytes.");
    }

    /** Known from the .NET client's tests: 500 without code and body. */
    static Answer empty(Call call) {
        return ServiceAnswers.plain(500, UUID.randomUUID().toString(), ServiceAnswers.clientRequestId(call));
    }

    /** Unverified. */
    static Answer encoding(Call call, String encoding) {
        return ServiceAnswers.error(
                call, 415, "UnsupportedMediaType", "The content encoding '" + encoding + "' is not supported.");
    }

    /** Unverified. */
    static Answer contentType(Call call, @Nullable String type) {
        return ServiceAnswers.error(
                call, 415, "UnsupportedMediaType", "The content type '" + type + "' is not application/json.");
    }

    /** The code is reported (open-telemetry/otel-arrow#2535); that the sender sees it, and the text, are unverified. */
    static Answer inflatesTooLarge(Call call, UnreadableBodyException fault) {
        return ServiceAnswers.error(call, 413, "PayloadSizeLimitExceeded", String.valueOf(fault.getMessage()));
    }

    /** Unverified; strict mode only. */
    static Answer unreadable(Call call, UnreadableBodyException fault) {
        return ServiceAnswers.error(call, 400, "MalformedJson", String.valueOf(fault.getMessage()));
    }

    /** A scripted status in the service's form. */
    static Answer scripted(Call call, Fault fault) {
        String code = fault.code();
        String message = fault.message();
        Answer answer = fault.status() < 400
                ? ServiceAnswers.plain(
                        fault.status(), UUID.randomUUID().toString(), ServiceAnswers.clientRequestId(call))
                : ServiceAnswers.error(
                        call,
                        fault.status(),
                        code == null ? CODES.getOrDefault(fault.status(), "Error" + fault.status()) : code,
                        message == null ? "Scripted." : message);
        for (Map.Entry<String, String> header : fault.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
