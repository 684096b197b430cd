package io.github.azuremonitor.appender.emulator.fault;

import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Scripts faults of a process over HTTP; the real service has nothing like it. {@code POST /faults?kind=status&status=503}
 * with, if wanted, {@code count} (up to 100,000, or {@code always}), {@code retryAfter}, {@code delay} (as {@code PT2S}),
 * {@code stream}, and {@code on=token} for the token endpoints; {@code DELETE /faults} ends all.
 */
public final class FaultsRoute implements Route {
    private static final int MOST_QUEUED = 100_000;
    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    private final Faults ingestion;
    private final Faults token;

    public FaultsRoute(Faults ingestion, Faults token) {
        this.ingestion = ingestion;
        this.token = token;
    }

    @Override
    public boolean claims(Call call) {
        return call.path().equals("/faults");
    }

    @Override
    public Answer answer(Call call, Fault unused) {
        if (call.method().equals("DELETE")) {
            ingestion.clear();
            token.clear();
            return Answer.of(204);
        }
        if (!call.method().equals("POST")) {
            return Answer.of(405).with("Allow", "POST, DELETE");
        }
        try {
            Faults script = "token".equals(call.query("on")) ? token : ingestion;
            Fault fault = fault(call);
            String count = call.query("count");
            if ("always".equals(count)) {
                script.always(fault);
            } else {
                script.next(count == null ? 1 : number("count", count, 1, MOST_QUEUED), fault);
            }
            return Answer.of(204);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Answer.of(400).with("Content-Type", "text/plain").withBody(String.valueOf(e.getMessage()));
        }
    }

    private static Fault fault(Call call) {
        Fault fault = kind(call.query("kind"), call.query("status"));
        String retryAfter = call.query("retryAfter");
        if (retryAfter != null) {
            fault = fault.retryAfter(retryAfter);
        }
        String delay = call.query("delay");
        if (delay != null) {
            Duration time = Duration.parse(delay);
            if (time.isNegative() || time.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException("delay is at most " + LONGEST_DELAY);
            }
            fault = fault.delayed(time);
        }
        String stream = call.query("stream");
        return stream == null ? fault : fault.onStream(stream);
    }

    private static int number(String name, String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " is from " + least + " to " + most);
        }
        return number;
    }

    private static Fault kind(@Nullable String kind, @Nullable String status) {
        return switch (kind == null ? "status" : kind) {
            case "status" -> Fault.status(number("status", status == null ? "503" : status, 200, 599));
            case "delay" -> Fault.NONE;
            case "reset" -> Fault.reset();
            case "resetAfterProcessing" -> Fault.resetAfterProcessing();
            case "halfAnswer" -> Fault.halfAnswer();
            case "hang" -> Fault.hang();
            case "captivePortal" -> Fault.captivePortal();
            case "refuseToken" -> Fault.refuseToken();
            case "refuseRole" -> Fault.refuseRole();
            case "unknownRule" -> Fault.unknownRule();
            case "expiredTokens" -> Fault.expiredTokens();
            default ->
                throw new IllegalArgumentException("kind '" + kind + "' is unknown; it is one of status, delay,"
                        + " reset, resetAfterProcessing, halfAnswer, hang, captivePortal, refuseToken, refuseRole,"
                        + " unknownRule, expiredTokens");
        };
    }
}
