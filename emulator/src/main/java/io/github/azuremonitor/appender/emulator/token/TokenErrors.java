package io.github.azuremonitor.appender.emulator.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.wire.Answer;

/** Errors in the form of OAuth 2.0, which all token endpoints use. */
final class TokenErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenErrors() {}

    static Answer of(int status, String error, String description) {
        return Answer.json(
                status,
                JSON.createObjectNode()
                        .put("error", error)
                        .put("error_description", description)
                        .toString());
    }

    /** A scripted status with an OAuth body, unless the script has a body of its own. */
    static Answer scripted(Fault fault, Answer bare) {
        if (fault.body() != null) {
            return bare;
        }
        String code = fault.code();
        String message = fault.message();
        return bare.with("Content-Type", "application/json")
                .withBody(of(
                                fault.status(),
                                code == null ? "temporarily_unavailable" : code,
                                message == null ? "Scripted." : message)
                        .body());
    }
}
