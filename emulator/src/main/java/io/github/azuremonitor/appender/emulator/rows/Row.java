package io.github.azuremonitor.appender.emulator.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One accepted row, in the shape of its stream.
 *
 * @param columns every declared column in the rule's order; JSON null if it was missing or of the wrong type
 * @param ingestedAt when its request was received
 * @param requestId the service's id of the request
 * @param clientRequestId the client's id of the request, normalised; null if it sent none
 * @param dcrImmutableId the rule it was sent to
 * @param sentTime what {@code TimeGenerated} was if it was missing or replaced by the received time (JSON null if
 *     missing), else null
 */
public record Row(
        Map<String, JsonNode> columns,
        Instant ingestedAt,
        String requestId,
        @Nullable String clientRequestId,
        String dcrImmutableId,
        @Nullable JsonNode sentTime) {

    /** A column as text: a string's content, else the value's JSON; null for null and for undeclared columns. */
    public @Nullable String text(String column) {
        JsonNode value = columns.get(column);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** A column's value; JSON missing (not null) for an undeclared column. */
    public JsonNode get(String column) {
        JsonNode value = columns.get(column);
        return value == null ? MissingNode.getInstance() : value;
    }

    /** Whether {@code TimeGenerated} is the received time, not what was sent. */
    public boolean timeReplaced() {
        return sentTime != null;
    }
}
