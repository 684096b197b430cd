package io.github.azuremonitor.appender.emulator.fault;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The faults by the words that {@code POST /faults?kind=…} takes, each with what it does. */
public enum FaultWord {
    /** {@link Fault#status}. */
    STATUS("status", "answers &status=N (503 if left out); &retryAfter=S adds that header", Fault::status),
    /** {@link Fault#delay}, with the time from elsewhere. */
    DELAY("delay", "answers as usual, &delay=PT2S later; that also goes with every other kind", status -> Fault.NONE),
    /** {@link Fault#reset}. */
    RESET("reset", "resets the connection; rows are not stored", status -> Fault.reset()),
    /** {@link Fault#resetAfterProcessing}. */
    RESET_AFTER_PROCESSING(
            "resetAfterProcessing", "stores the rows, then resets the connection", s -> Fault.resetAfterProcessing()),
    /** {@link Fault#halfAnswer}. */
    HALF_ANSWER("halfAnswer", "stores the rows, then breaks off in the answer's headers", s -> Fault.halfAnswer()),
    /** {@link Fault#hang}. */
    HANG("hang", "never answers, until the faults are ended; rows are not stored", status -> Fault.hang()),
    /** {@link Fault#captivePortal}. */
    CAPTIVE_PORTAL(
            "captivePortal", "answers 200 with a log-in page, as a foreign network does", s -> Fault.captivePortal()),
    /** {@link Fault#refuseToken}. */
    REFUSE_TOKEN("refuseToken", "answers 401 whatever token came", status -> Fault.refuseToken()),
    /** {@link Fault#refuseRole}. */
    REFUSE_ROLE("refuseRole", "answers 403 as without the role on the rule", status -> Fault.refuseRole()),
    /** {@link Fault#unknownRule}. */
    UNKNOWN_RULE("unknownRule", "answers 404 as for a rule that does not exist", status -> Fault.unknownRule()),
    /** {@link Fault#expiredTokens}. */
    EXPIRED_TOKENS("expiredTokens", "with &on=token: gives tokens that have expired", s -> Fault.expiredTokens());

    private final String word;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // all of them are functions without state
    private final IntFunction<Fault> maker;

    FaultWord(String word, String description, IntFunction<Fault> maker) {
        this.word = word;
        this.description = description;
        this.maker = maker;
    }

    /** As it stands in the query. */
    public String word() {
        return word;
    }

    /** What it does, as a half-sentence. */
    public String description() {
        return description;
    }

    /** The fault; {@code status} is of use for {@link #STATUS} only. */
    Fault fault(int status) {
        return maker.apply(status);
    }

    /** Throws {@link IllegalArgumentException} for an unknown word. */
    static FaultWord of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind '" + word + "' is unknown; it is one of "
                        + Arrays.stream(values()).map(FaultWord::word).collect(Collectors.joining(", "))));
    }
}
