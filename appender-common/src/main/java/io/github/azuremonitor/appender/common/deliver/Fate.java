package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.send.Outcome;

/** What happens to a batch, decided from one outcome and nothing else. */
public enum Fate {
    /** 204 from the service: accepted, though not yet stored. */
    ACCEPTED,
    /** Passes by itself: retry with back-off. */
    RETRY,
    /** No token: slow retry for the whole destination. */
    NO_TOKEN,
    /** 401 to a token that may be outdated: a new credential, asked once. */
    RENEW_CREDENTIAL,
    /** The configuration refuses everything: hold all streams, try one batch now and then. */
    REFUSED_DCR,
    /** The configuration refuses this stream only. */
    REFUSED_STREAM,
    /** Too big: two halves. */
    SPLIT_HALVES,
    /** Times too far apart: split by time. */
    SPLIT_BY_TIME,
    /** Some row may be wrong: find it by halving. */
    BISECT,
    /** Not an answer of the service, or one that makes no sense: hold and retry slowly. */
    HOLD_SLOWLY;

    /** The one table of decisions. */
    public static Fate of(Outcome outcome) {
        return switch (outcome.kind()) {
            case UNREACHABLE, TIMED_OUT -> RETRY;
            case NO_TOKEN -> NO_TOKEN;
            case ANSWERED -> ofAnswer(outcome);
        };
    }

    private static Fate ofAnswer(Outcome outcome) {
        int status = outcome.status();
        if (status == 204) {
            return outcome.fromService() ? ACCEPTED : HOLD_SLOWLY;
        }
        if (status == 408 || status == 429 || status >= 500) {
            return RETRY;
        }
        // Its status is not documented, but its code is.
        if (status >= 400 && outcome.code().equals("RecordsTimeRangeIsMoreThan30Minutes")) {
            return SPLIT_BY_TIME;
        }
        return switch (status) {
            case 400 -> ofBadRequest(outcome.code());
            case 401 -> outcome.afterRenewal() ? REFUSED_DCR : RENEW_CREDENTIAL;
            case 413 -> SPLIT_HALVES;
            default -> outcome.refusesRule() ? REFUSED_DCR : HOLD_SLOWLY;
        };
    }

    private static Fate ofBadRequest(String code) {
        if (code.equals("InvalidStream")) {
            return REFUSED_STREAM;
        }
        return code.isEmpty() ? HOLD_SLOWLY : BISECT;
    }
}
