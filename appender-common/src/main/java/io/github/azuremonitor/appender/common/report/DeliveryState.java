package io.github.azuremonitor.appender.common.report;

import java.util.Locale;

/** Whether rows reach Azure, from best to worst. */
public enum DeliveryState {
    /** Azure accepts rows, or there is no sign that it would not; rows that waited before may still be on their way. */
    SHIPPING(0),
    /** An answer is overdue: there is no sign yet that rows do not reach Azure, but none has for a while. */
    OVERDUE(1),
    /** Azure throttles, fails or cannot be reached: rows wait and go out by themselves later. */
    SPOOLING(2),
    /** Someone has to act: a role, a rule, a stream, a credential or a proxy is wrong. Rows wait meanwhile. */
    REFUSED(3);

    private final int code;

    DeliveryState(int code) {
        this.code = code;
    }

    /** 0 to 3, for tools that can only show numbers. */
    public int code() {
        return code;
    }

    /** The name in small letters, as health and metrics show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The worse one of the two. */
    public DeliveryState or(DeliveryState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
