package io.github.azuremonitor.appender.common.send.credential;

/** Counts the credentials that were discarded because of a 401, and says when another renewal would be of no use. */
final class Renewals {
    private long generation = 1;
    private boolean renewedAndUnproven;

    synchronized long generation() {
        return generation;
    }

    /** Begins the next generation, unless the refused one is no longer current. */
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
     * @return whether this 401 is for a renewed credential that never got any other answer
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
