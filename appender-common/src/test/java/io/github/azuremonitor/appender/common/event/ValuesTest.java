package io.github.azuremonitor.appender.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void whatCanChangeIsReadAtOnce() {
        var counter = new AtomicLong(1);
        Object settled = Values.settled(counter);
        counter.set(2);
        assertThat(settled).isEqualTo(1L);
    }

    @Test
    void whatCannotChangeStaysWhatItIs() {
        assertThat(Values.settled(42L)).isEqualTo(42L);
        assertThat(Values.settled(true)).isEqualTo(true);
        assertThat(Values.settled(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
        assertThat(Values.settled(null)).isNull();
    }

    @Test
    @SuppressWarnings("ToStringReturnsNull") // the fault under test
    void aToStringThatThrowsOrAnswersNullIsNamed() {
        assertThat(Values.settled(new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("no");
                    }
                }))
                .asString()
                .contains("toString() threw java.lang.IllegalStateException");
        assertThat(Values.settled(new Object() {
                    @Override
                    public String toString() {
                        return null;
                    }
                }))
                .isEqualTo("null");
    }

    @Test
    void aToStringThatCallsItselfEnds() {
        assertThat(Values.settled(new Object() {
                    @Override
                    public String toString() {
                        return "" + this;
                    }
                }))
                .asString()
                .contains("StackOverflowError");
    }

    @Test
    void aCutNeverSplitsAPairAndTellsTheLength() {
        String cut = Values.cut("\ud83d\ude00".repeat(50_000));
        assertThat(cut).hasSizeLessThanOrEqualTo(Values.MAX_CHARS).endsWith("…[cut: 100000 characters]");
        assertThat(cut.codePoints().limit(1000)).containsOnly(0x1F600);
        assertThat(cut.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    @Test
    void pairsLeaveOutWhatIsTooMuchAndCountIt() {
        var pairs = new Pairs();
        for (int i = 0; i < 10_000; i++) {
            pairs.accept("key " + i, "a value of some length " + i);
        }
        assertThat(pairs.size() + pairs.leftOut()).isEqualTo(10_000);
        assertThat(pairs.leftOut()).isPositive();
        pairs.clear();
        assertThat(pairs.size()).isZero();
        pairs.accept("a", "1");
        pairs.accept("a", "2");
        pairs.accept(null, "3");
        pairs.accept("b", null);
        assertThat(pairs.size()).isEqualTo(2);
        assertThat(pairs.find("a")).isEqualTo("2");
    }
}
