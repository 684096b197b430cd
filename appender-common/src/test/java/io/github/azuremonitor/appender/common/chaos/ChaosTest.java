package io.github.azuremonitor.appender.common.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hours in which everything fails, each drawn from a seed and repeated by it. */
class ChaosTest {
    /** A seed that failed once stays. */
    static final long[] SEEDS_THAT_FAILED_ONCE = {43, 23, 29};

    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 0);

    @TempDir
    private Path directory;

    static LongStream seeds() {
        Long one = Long.getLong("chaos.seed");
        if (one != null) {
            return LongStream.of(one);
        }
        // The short form has the first of them.
        LongStream failed = Arrays.stream(SEEDS_THAT_FAILED_ONCE)
                .limit(Boolean.getBoolean("thorough") ? SEEDS_THAT_FAILED_ONCE.length : 1);
        return LongStream.concat(failed, LongStream.rangeClosed(1, ROUNDS));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverFailsNoRowIsLostWithoutACount(long seed) {
        tell(new Simulation(seed, directory).run());
    }

    /** Of use only to whoever repeats a seed, who has more time than the short form. */
    @Test
    @EnabledIfSystemProperty(named = "thorough", matches = "true")
    void aSeedRepeatsItsHour() {
        String first = new Simulation(1, directory.resolve("first")).run();
        assertThat(new Simulation(1, directory.resolve("second")).run()).isEqualTo(first);
    }

    /** Of interest only to whoever asked for rounds or a seed. */
    private static void tell(String what) {
        if (Integer.getInteger("chaos.rounds") != null || Long.getLong("chaos.seed") != null) {
            System.out.println(what);
        }
    }
}
