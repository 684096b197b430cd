package io.github.azuremonitor.appender.emulator.fault;

import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Scripts faults of a process over HTTP; the real service has nothing like it. {@code POST /faults?kind=status&status=503}
 * with, if wanted, {@code count} (up to 100,000, or {@code always}), {@code retryAfter}, {@code delay} (as {@code PT2S}),
 * {@code stream}, and {@code on=token} for the token endpoints; {@code DELETE /faults} ends all.
 */
public final class FaultsRoute implements Route {
    private static final int MOST_QUEUED = 100_000;
    private static final List<String> PARAMETERS =
            List.of("kind", "status", "count", "retryAfter", "delay", "stream", "on");
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
            return Answer.notAllowed("POST, DELETE");
        }
        try {
            Faults script = script(call);
            Fault fault = fault(call);
            String count = call.query("count");
            if ("always".equals(count)) {
                script.always(fault);
            } else {
                script.next(count == null ? 1 : number("count", count, 1, MOST_QUEUED), fault);
            }
            return Answer.of(204);
        } catch (IllegalArgumentException e) {
            return Answer.of(400).with("Content-Type", "text/plain").withBody(String.valueOf(e.getMessage()));
        }
    }

    private Faults script(Call call) {
        for (String name : call.queryNames()) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "parameter '" + name + "' is unknown; it is one of " + String.join(", ", PARAMETERS));
            }
        }
        String on = call.query("on");
        if (on != null && !on.equals("token") && !on.equals("ingestion")) {
            throw new IllegalArgumentException("on is ingestion or token, not '" + on + "'");
        }
        return "token".equals(on) || word(call) == FaultWord.EXPIRED_TOKENS ? token : ingestion;
    }

    private static FaultWord word(Call call) {
        String kind = call.query("kind");
        return kind == null ? FaultWord.STATUS : FaultWord.of(kind);
    }

    private static Fault fault(Call call) {
        String status = call.query("status");
        Fault fault = word(call).fault(number("status", status == null ? "503" : status, 200, 599));
        String retryAfter = call.query("retryAfter");
        if (retryAfter != null) {
            fault = fault.retryAfter(retryAfter);
        }
        String delay = call.query("delay");
        if (delay != null) {
            fault = fault.delayed(time(delay));
        }
        String stream = call.query("stream");
        return stream == null ? fault : fault.onStream(stream);
    }

    private static Duration time(String text) {
        try {
            Duration time = Duration.parse(text);
            if (!time.isNegative() && time.compareTo(LONGEST_DELAY) <= 0) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw new IllegalArgumentException("delay '" + text + "' is no time from PT0S to " + LONGEST_DELAY);
    }

    private static int number(String name, String text, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + text + "' is no number from " + least + " to " + most, e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " " + text + " is not from " + least + " to " + most);
        }
        return number;
    }
}
