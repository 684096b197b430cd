package io.github.azuremonitor.appender.emulator.rows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A body that was answered with success and is lost, as the real service would tell in the table DCRLogErrors.
 *
 * @param time when it was received
 * @param clientRequestId the client's id of the request, normalised; null if it sent none
 * @param correlationId the service's id of the request
 * @param inputStreamId the stream
 * @param operationName {@code Ingestion}, or {@code Transformation} if that failed
 * @param message why nothing was stored
 * @param resourceId the rule, as Azure's resource manager calls it
 */
public record IngestionError(
        Instant time,
        @Nullable String clientRequestId,
        String correlationId,
        String inputStreamId,
        String operationName,
        String message,
        String resourceId) {
    /** The body could not be read. */
    public static final String INGESTION = "Ingestion";

    /** The rule's transformation cannot be run. */
    public static final String TRANSFORMATION = "Transformation";
}
