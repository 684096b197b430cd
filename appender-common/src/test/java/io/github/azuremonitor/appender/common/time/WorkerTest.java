package io.github.azuremonitor.appender.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A round waits until the test says how it goes, so each order of events is the one that the test says. */
@Timeout(60)
class WorkerTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final Callable<Boolean> GO_ON = () -> false;
    private static final Callable<Boolean> LAST = () -> true;

    private final PlayedThreads threads = new PlayedThreads();
    private final PlayedRounds rounds = new PlayedRounds();
    private final Worker worker = new Worker(rounds, threads);

    @AfterEach
    void endThreads() {
        rounds.script.add(LAST);
    }

    @Test
    void aThreadThatStartsAsItShouldHasNothingToSay() throws Exception {
        worker.revive();
        assertThat(threads.made).as("before the start").isEmpty();
        worker.start();
        worker.revive();
        plays(GO_ON, LAST);
        assertThat(rounds.told).containsExactly("round", "round");
        assertThat(threads.made).hasSize(1);
    }

    @Test
    void aThreadForWhichThereWasNoMemoryIsStartedByTheFirstReviveThatHasSome() throws Exception {
        threads.refused = 2;
        worker.start();
        worker.revive();
        assertThat(threads.made).as("while there is no memory").isEmpty();
        worker.revive();
        plays(GO_ON, LAST);
        assertThat(rounds.told).containsExactly("revived", "round", "round");
    }

    @Test
    void aThreadThatEndedIsStartedAgainAndSaysSoOnce() throws Exception {
        losesItsThread();
        worker.revive();
        worker.revive();
        assertThat(threads.made).as("the one that ended, and another").hasSize(2);
        plays(GO_ON, GO_ON, LAST);
        assertThat(rounds.told).containsExactly("revived", "round", "round", "round");
    }

    @Test
    void whoLooksWhileItIsBeingStartedAgainDoesNotHaveItSaidTwice() throws Exception {
        losesItsThread();
        threads.meanwhile = () -> {
            rounds.awaitTheFirst();
            worker.revive();
        };
        worker.revive();
        plays(GO_ON, LAST);
        assertThat(rounds.told).containsExactly("revived", "round", "round");
        assertThat(threads.made).hasSize(2);
    }

    @Test
    void aNeighbourStartsItAgainInARoundForWhichThereIsMemory() throws Exception {
        losesItsThread();
        threads.refused = 1;
        var neighbours = new PlayedRounds();
        var neighboursThreads = new PlayedThreads();
        var neighbour = new Worker(neighbours, neighboursThreads);
        neighbour.watch(worker);
        neighbours.script.addAll(List.of(GO_ON, GO_ON, LAST));
        neighbour.start();
        neighboursThreads.awaitEnd();
        assertThat(neighbours.told).containsExactly("round", "round", "round");
        assertThat(threads.made).as("the one that ended, and another").hasSize(2);
        plays(GO_ON, LAST);
        assertThat(rounds.told).containsExactly("revived", "round", "round");
    }

    @Test
    void aRoundThatThrowsIsToldByTheNextOne() throws Exception {
        worker.start();
        plays(throwing("first"), GO_ON, throwing("second"), LAST);
        assertThat(rounds.told).containsExactly("round", "failed: first", "round", "round", "failed: second", "round");
    }

    @Test
    void ofFaultsThatThereIsNoMemoryToTellTheFirstIsToldOnceThereIsSome() throws Exception {
        rounds.untold.add(new OutOfMemoryError("played"));
        rounds.untold.add(new OutOfMemoryError("played"));
        worker.start();
        plays(throwing("first"), throwing("second"), throwing("third"), LAST);
        assertThat(rounds.told)
                .containsExactly(
                        "round", "not failed: first", "round", "not failed: first", "round", "failed: first", "round");
    }

    @Test
    void aFaultThatCannotBeToldEndsNothingAndIsNotToldForEver() throws Exception {
        rounds.untold.add(new IllegalStateException("played"));
        worker.start();
        plays(throwing("first"), GO_ON, throwing("second"), LAST);
        assertThat(rounds.told)
                .containsExactly("round", "not failed: first", "round", "round", "failed: second", "round");
    }

    @Test
    void thatItWasStartedAgainIsSaidOnceThereIsMemoryToSayIt() throws Exception {
        rounds.untold.add(new OutOfMemoryError("played"));
        losesItsThread();
        worker.revive();
        plays(GO_ON, GO_ON, LAST);
        assertThat(rounds.told).containsExactly("not revived", "round", "revived", "round", "round");
    }

    @Test
    void whoWaitsForTheEndDoesTheRoundsWhileNoThreadCanBeHad() throws Exception {
        threads.refused = Integer.MAX_VALUE;
        worker.start();
        rounds.script.addAll(List.of(GO_ON, throwing("first"), LAST));
        for (int round = 1; round <= 3; round++) {
            assertThat(worker.hasEnded()).as("before round " + round).isFalse();
            worker.join(AN_HOUR);
        }
        assertThat(worker.hasEnded()).isTrue();
        assertThat(rounds.told).containsExactly("revived", "round", "round", "failed: first", "round");
        assertThat(rounds.by).containsOnly(Thread.currentThread());
    }

    @Test
    void whoWaitsForTheEndStartsAThreadIfOneCanBeHad() throws Exception {
        losesItsThread();
        rounds.script.addAll(List.of(GO_ON, LAST));
        worker.join(AN_HOUR);
        worker.join(AN_HOUR);
        assertThat(worker.hasEnded()).isTrue();
        assertThat(rounds.told).containsExactly("revived", "round", "round");
        assertThat(rounds.by).containsOnly(threads.made.get(1));
    }

    @Test
    void afterTheLastRoundNothingIsStartedAgain() throws Exception {
        worker.start();
        plays(LAST);
        assertThat(worker.hasEnded()).isTrue();
        worker.revive();
        worker.join(AN_HOUR);
        assertThat(threads.made).hasSize(1);
        assertThat(rounds.told).containsExactly("round");
    }

    private void losesItsThread() throws InterruptedException {
        threads.stillborn = 1;
        worker.start();
        threads.awaitEnd();
    }

    /** The rounds go like this, the last one too. */
    @SafeVarargs
    private void plays(Callable<Boolean>... script) throws InterruptedException {
        for (Callable<Boolean> round : script) {
            rounds.script.add(round);
        }
        threads.awaitEnd();
    }

    private static Callable<Boolean> throwing(String message) {
        return () -> {
            throw new OutOfMemoryError(message);
        };
    }

    private static final class PlayedRounds implements Worker.Rounds {
        private final BlockingQueue<Callable<Boolean>> script = new LinkedBlockingQueue<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final List<Thread> by = new CopyOnWriteArrayList<>();

        /** What telling throws, in turn. */
        private final Deque<Throwable> untold = new ArrayDeque<>();

        @Override
        public boolean round() throws Exception {
            told.add("round");
            by.add(Thread.currentThread());
            first.countDown();
            return script.take().call();
        }

        @Override
        public void onFailure(Throwable fault) {
            tell("failed: " + fault.getMessage());
        }

        @Override
        public void revived() {
            tell("revived");
        }

        private void tell(String line) {
            Throwable failure = untold.poll();
            if (failure instanceof Error error) {
                told.add("not " + line);
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                told.add("not " + line);
                throw exception;
            }
            told.add(line);
        }

        void awaitTheFirst() {
            try {
                first.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("no round began", e);
            }
        }
    }
}
