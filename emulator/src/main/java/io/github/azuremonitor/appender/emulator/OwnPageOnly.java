package io.github.azuremonitor.appender.emulator;

import io.github.azuremonitor.appender.emulator.fault.Fault;
import io.github.azuremonitor.appender.emulator.fault.Route;
import io.github.azuremonitor.appender.emulator.wire.Answer;
import io.github.azuremonitor.appender.emulator.wire.Call;

/**
 * What needs no token is not for other pages in the same browser: one of them could arm faults or delete rows by a plain
 * form, though the emulator listens for this machine only. A browser names the page in {@code Origin}; other clients do not
 * send it.
 */
record OwnPageOnly(Route route) implements Route {
    @Override
    public boolean claims(Call call) {
        return route.claims(call);
    }

    @Override
    public Answer answer(Call call, Fault fault) {
        String origin = call.header("Origin");
        if (origin == null || isOwn(origin, String.valueOf(call.header("Host")))) {
            return route.answer(call, fault);
        }
        return Answer.of(403)
                .with("Content-Type", "text/plain")
                .withBody("A page of " + origin + " may not do this; only the emulator's own page, and clients that are"
                        + " no browser.");
    }

    @Override
    public Answer scripted(Call call, Fault fault) {
        return route.scripted(call, fault);
    }

    private static boolean isOwn(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }
}
