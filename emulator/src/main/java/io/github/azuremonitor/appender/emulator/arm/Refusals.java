package io.github.azuremonitor.appender.emulator.arm;

import io.github.azuremonitor.appender.emulator.problem.Problem;
import io.github.azuremonitor.appender.emulator.problem.Problems;
import io.github.azuremonitor.appender.emulator.token.TokenIssuer;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.InstantSource;

/**
 * Tells people what Resource Manager refuses, with the fix.
 *
 * @param problems where it is told
 * @param issuer knows whom a token is meant for
 * @param clock the time of a problem
 */
public record Refusals(Problems problems, TokenIssuer issuer, InstantSource clock) {
    private static final String TOKEN = "Ask for a token for https://management.azure.com/.";
    private static final String RESOURCE =
            "Correct it and put it again; until then what was there before stays in force.";

    /** The same answer, with the fix if it is a refusal; that something is not there is none. */
    Answer told(Answer answer, Call call) {
        boolean token = answer.status() == 401;
        if (!token && (answer.status() != 400 || !call.method().equals("PUT"))) {
            return answer;
        }
        String fix = token ? TOKEN : RESOURCE;
        problems.met(
                Problem.Kind.REFUSED,
                null,
                null,
                call.path(),
                1,
                clock.instant(),
                token ? issuer.audience(call.header("Authorization")) : "",
                answer.advice(),
                fix);
        return answer.advising(answer.advice() + " " + fix);
    }
}
