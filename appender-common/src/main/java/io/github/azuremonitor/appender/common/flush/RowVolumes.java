package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.event.Severity;
import io.github.azuremonitor.appender.common.report.VolumeStats;
import io.github.azuremonitor.appender.common.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Adds up what rows weigh, by logger and level and by column. By now only the row itself says which logger wrote it, and
 * parsing that takes half a microsecond: so the first {@value #READ_WHOLE} rows are read, and then those at random marks,
 * one in {@value #STEP_BYTES} bytes, each of which stands for as many bytes. Flusher only, but for {@link #read()}.
 */
final class RowVolumes {
    static final int READ_WHOLE = 1024;
    static final int STEP_BYTES = 32 * 1024;

    private final Tables tables;
    private final Time time;
    private final long startNanos;

    /** By number of the table. */
    private final List<TableVolume> volumes = new CopyOnWriteArrayList<>();

    private int readWhole;
    private long bytesToMark = STEP_BYTES;

    /** The same sequence everywhere: all it must not do is to follow the rows. */
    private int chance = 1;

    RowVolumes(Tables tables, Time time) {
        this.tables = tables;
        this.time = time;
        this.startNanos = time.nanos();
    }

    /** A row of that table was put into a batch; never throws. */
    void count(int table, Severity severity, byte[] row, int length) {
        if (readWhole < READ_WHOLE) {
            readWhole++;
            add(table, severity, row, length, length);
            return;
        }
        bytesToMark -= length;
        long weight = 0;
        while (bytesToMark < 0) {
            bytesToMark += nextStep();
            weight += STEP_BYTES;
        }
        if (weight > 0) {
            add(table, severity, row, length, weight);
        }
    }

    /** What was counted; any thread. */
    VolumeStats read() {
        Map<String, Long> rows = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        Map<String, Long> columns = new HashMap<>();
        volumes.forEach(volume -> volume.read(rows, bytes, columns));
        return new VolumeStats(Duration.ofNanos(time.nanos() - startNanos), rows, bytes, columns);
    }

    private void add(int table, Severity severity, byte[] row, int length, long weight) {
        try {
            while (volumes.size() <= table) {
                volumes.add(new TableVolume(tables.get(volumes.size())));
            }
            volumes.get(table).add(severity, row, length, weight);
        } catch (RuntimeException | Error broken) {
            // The row is in its batch: whoever heard of this would count it as lost, and it is not.
        }
    }

    /** From 1 to twice the step, in the mean the step. */
    private int nextStep() {
        chance = chance * 1_664_525 + 1_013_904_223;
        return 1 + (chance >>> 8) % (2 * STEP_BYTES);
    }
}
