package io.github.azuremonitor.appender.common.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems whose locks fail, as some on networks do. */
class NoLocksTest {
    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();

    @Test
    void twoProcessesSendWhatIsTheirsAndNothingTwice() {
        Run one = withoutLocks().maintain().put("of one");
        Run two = withoutLocks().maintain().put("of two");
        var delivered = new ArrayList<String>();
        for (int minute = 0; minute < 3; minute++) {
            time.advance(Duration.ofSeconds(61));
            one.maintain().put("of one " + minute);
            two.maintain().put("of two " + minute);
            assertThat(two.deliver()).isNotEmpty().allMatch(row -> row.startsWith("of two"));
            delivered.addAll(one.deliver());
        }
        assertThat(delivered).hasSize(4).allMatch(row -> row.startsWith("of one"));
        for (Run run : new Run[] {one, two}) {
            assertThat(run.stats().recovered()).isZero();
            assertThat(run.stats()).matches(PipelineStats::balances, "balances");
            assertThat(run.reporter.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("has no locks", directory.toString(), "spoolDirectory");
            run.spool.close();
        }
    }

    @Test
    void whatAnEndedProcessLeftIsLeftAloneUntilThereAreLocks() {
        withoutLocks().maintain().put("left").spool.close();
        Run next = withoutLocks().maintain();
        assertThat(next.deliver()).isEmpty();
        next.spool.close();
        Run elsewhere = new Run(directory, time).maintain();
        assertThat(elsewhere.deliver()).containsExactly("left");
        elsewhere.spool.close();
    }

    @Test
    void whereEachMachineHasLocksOfItsOwnNobodyTakesWhatAnotherOneWrites() {
        // An SMB mount with nobrl: both machines would get the lock.
        Run one = new Run(directory, time);
        Run two = new Run(directory, time);
        one.disk.sharesLocks = false;
        two.disk.sharesLocks = false;
        one.maintain().put("of one").spool.close();
        assertThat(two.maintain().deliver()).isEmpty();
        assertThat(two.reporter.lines()).anyMatch(line -> line.contains("has no locks"));
        two.spool.close();
    }

    @Test
    void theMountSaysWhoSeesItsLocks() {
        List<String> mounts = List.of(
                "/dev/sda1 / ext4 rw,relatime 0 0",
                "//a.file.core.windows.net/s /data cifs rw,vers=3.1.1,uid=0,nobrl,actimeo=30 0 0",
                "//a.file.core.windows.net/t /data/in\\040order cifs rw,vers=3.1.1 0 0",
                "server:/x /nfs nfs rw,vers=3,nolock,local_lock=all 0 0",
                "tmpfs /data tmpfs rw 0 0");
        assertThat(Mounts.shareLocks(mounts, Path.of("/var/lib"))).isTrue();
        assertThat(Mounts.shareLocks(mounts.subList(0, 4), Path.of("/data/spool")))
                .isFalse();
        assertThat(Mounts.shareLocks(mounts, Path.of("/data/spool")))
                .as("what was mounted last lies on top")
                .isTrue();
        assertThat(Mounts.shareLocks(mounts, Path.of("/data/in order/spool"))).isTrue();
        assertThat(Mounts.shareLocks(mounts, Path.of("/nfs"))).isFalse();
        assertThat(Mounts.shareLocks(mounts, Path.of("/database"))).isTrue();
        assertThat(Mounts.shareLocks(List.of("", "odd"), Path.of("/x"))).isTrue();
    }

    @Test
    void itIsSaidOnlyWhereLocksFail() {
        Run run = new Run(directory, time).maintain().put("a");
        time.advance(Duration.ofSeconds(61));
        assertThat(run.maintain().reporter.lines()).noneMatch(line -> line.contains("locks"));
        run.spool.close();
    }

    private Run withoutLocks() {
        var run = new Run(directory, time);
        run.disk.locking = "No locks available";
        return run;
    }
}
