package io.github.azuremonitor.appender.common.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.send.SendFixture.Answers;
import io.github.azuremonitor.appender.common.send.SendFixture.Lines;
import io.github.azuremonitor.appender.common.testing.RecordingReporter;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private final Answers answers = new Answers();
    private final Answer answer = new Answer(answers, new Lines());

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
            answer.give(Unreachable.closed());
            answer.give(Unreachable.unexpected(new IllegalStateException("late")));
            throw new IllegalStateException("later");
        });

        assertThat(answers.single().code()).isEqualTo("Closed");
        answer.give(Unreachable.closed());
        assertThat(answers.given).hasSize(1);
    }

    @Test
    void aReceiverThatThrowsIsToldWithWhatBecomesOfItsRows() {
        var lines = new RecordingReporter();
        new Answer(
                        outcome -> {
                            throw new IllegalStateException("played");
                        },
                        lines)
                .give(Unreachable.closed());

        assertThat(lines.lines()).singleElement().asString().contains("played", "rows are kept until the stop");
    }
}
