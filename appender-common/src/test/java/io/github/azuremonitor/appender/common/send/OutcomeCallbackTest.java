package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.send.SendFixture.Answers;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.send.SendFixture.MovedTime;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutcomeCallbackTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Answers answers = new Answers();
    private final MovedTime time = new MovedTime();
    private final OutcomeCallback answer = new OutcomeCallback(answers, new Lines(), time, LIMIT);

    @Test
    void anErrorInAStepIsTheAnswer() {
        answer.onOwnThread(() -> {
            throw new StackOverflowError("deep");
        });

        assertThat(answers.single().code()).isEqualTo("StackOverflowError");
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        answer.onOwnThread(() -> {
            answer.give(ConnectionFailure.closed());
            answer.give(ConnectionFailure.unexpected(new IllegalStateException("late")));
            throw new IllegalStateException("later");
        });

        assertThat(answers.single().code()).isEqualTo("Closed");
        answer.give(ConnectionFailure.closed());
        assertThat(answers.given).hasSize(1);
    }

    @Test
    void aReceiverThatThrowsAnErrorGetsTheAnswerAgain() {
        var lines = new RecordingReporter();
        var failures = new ArrayDeque<Error>(List.of(new StackOverflowError("played"), new OutOfMemoryError()));
        var refused = new OutcomeCallback(
                outcome -> {
                    if (!failures.isEmpty()) {
                        throw failures.remove();
                    }
                    answers.accept(outcome);
                },
                lines,
                time,
                LIMIT);

        refused.give(ConnectionFailure.closed());
        assertThat(refused.maintain()).isFalse();
        assertThat(refused.maintain()).isTrue();
        assertThat(refused.maintain()).isTrue();

        assertThat(answers.given).extracting(Outcome::code).containsExactly("Closed");
        assertThat(lines.lines()).singleElement().asString().contains("played", "is tried again");
    }

    @Test
    void aPostThatNobodyEndsHasATimeoutAsItsAnswer() {
        time.move(LIMIT);
        assertThat(answer.maintain()).isFalse();

        time.move(Duration.ofSeconds(6));
        assertThat(answer.maintain()).isTrue();

        answer.give(ConnectionFailure.closed());
        assertThat(answers.given).extracting(Outcome::kind).containsExactly(Outcome.Kind.TIMED_OUT);
    }

    @Test
    void whatIsUnderWayIsGivenUpWithAPostThatNobodyEnds() {
        var givenUp = new AtomicInteger();
        answer.whenOverdue(givenUp::incrementAndGet);
        time.move(LIMIT.plusSeconds(6));

        answer.maintain();

        assertThat(givenUp).hasValue(1);
    }
}
