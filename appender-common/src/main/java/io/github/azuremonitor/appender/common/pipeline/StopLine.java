package io.github.azuremonitor.appender.common.pipeline;

import io.github.azuremonitor.appender.common.report.DropReason;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.report.Reporter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last line of a pipeline: what became of its events. */
final class StopLine {
    private StopLine() {}

    /**
     * Tells it, as an error if rows are lost or wait.
     *
     * @param stats what was counted when the pipeline stopped
     * @param unread events that the flusher has not read, which are in no count yet
     * @param diskProblem why there is no disk, or null
     */
    static void tell(Reporter reporter, PipelineStats stats, int unread, @Nullable String diskProblem) {
        long held = stats.held() + unread;
        var line = new StringBuilder("stopped: " + (stats.offered() + unread) + " events offered"
                + (stats.reported() > 0 ? " and " + stats.reported() + " rows of the library's own" : "") + ", "
                + stats.accepted()
                + " accepted, " + held + " left waiting, " + stats.totalDropped() + " dropped"
                + (stats.handedOver() > 0 ? ", " + stats.handedOver() + " kept on disk for the next start" : ""));
        for (Map.Entry<?, Long> loss : stats.dropped().entrySet()) {
            line.append(", ").append(loss.getValue()).append(' ').append(loss.getKey());
        }
        if (diskProblem != null && held + stats.dropped().getOrDefault(DropReason.SHUTDOWN, 0L) > 0) {
            line.append("; no disk: ").append(diskProblem);
        }
        // Rows that wait on disk too: in a container the disk may vanish with the process.
        if (stats.totalLost() + held + stats.handedOver() > 0) {
            reporter.error(line.toString());
        } else {
            reporter.info(line.toString());
        }
    }
}
