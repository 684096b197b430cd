package io.github.azuremonitor.appender.common.deliver;

import io.github.azuremonitor.appender.common.send.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for the rows that make Azure refuse a batch, by halving. It is decided when every part has its answer:
 * if none was accepted, the configuration is to blame and not the rows. Courier only.
 */
final class Bisection {
    /** Most POSTs spent on one batch. */
    private static final int MAX_POSTS = 64;

    /** Enough to find a half, a quarter or an eighth that is accepted. */
    private static final int MAX_POSTS_OF_PROBE = 8;

    private final List<Suspect> suspects = new ArrayList<>();
    private final boolean isProbe;
    private int postsLeft;
    private int undecided = 1;
    private boolean anyAccepted;

    /** @param isProbe whether the stream is held, so that finding one accepted part is enough */
    Bisection(boolean isProbe) {
        this.isProbe = isProbe;
        this.postsLeft = isProbe ? MAX_POSTS_OF_PROBE : MAX_POSTS;
    }

    boolean isProbe() {
        return isProbe;
    }

    /** Whether the budget allows that many parts to be sent. */
    boolean allows(int parts) {
        return postsLeft >= parts;
    }

    /** A part was replaced by {@code parts} smaller ones. */
    void split(int parts) {
        postsLeft -= parts;
        undecided += parts - 1;
    }

    /** A part was accepted. */
    void accepted() {
        anyAccepted = true;
        undecided--;
    }

    /** A part is refused and not split further. */
    void refused(Delivery part, Outcome outcome) {
        suspects.add(new Suspect(part, outcome));
        undecided--;
    }

    /** A part was given up for another reason. */
    void left() {
        undecided--;
    }

    boolean isOver() {
        return undecided == 0;
    }

    boolean anyAccepted() {
        return anyAccepted;
    }

    List<Suspect> suspects() {
        return suspects;
    }

    /** A refused part with the answer it got. */
    record Suspect(Delivery part, Outcome outcome) {}
}
