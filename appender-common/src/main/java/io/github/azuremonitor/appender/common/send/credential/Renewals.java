package io.github.azuremonitor.appender.common.send.credential;

/** Counts the credentials that were thrown away for a 401, and says when another one would be of no use. */
final class Renewals {
    private long generation = 1;
    private boolean renewedAndUnproven;

    synchronized long generation() {
        return generation;
    }

    /** Begins the next generation, unless the refused one is not the current one any more. */
    synchronized boolean renew(long refusedGeneration) {
        if (refusedGeneration != generation) {
            return false;
        }
        generation++;
        renewedAndUnproven = true;
        return true;
    }

    /**
     * Notes an answer of Azure.
     *
     * @return whether this 401 met a renewed credential that never had another answer
     */
    synchronized boolean answered(long tokenGeneration, boolean refused) {
        if (tokenGeneration != generation) {
            return false;
        }
        if (!refused) {
            renewedAndUnproven = false;
        }
        return refused && renewedAndUnproven;
    }
}
