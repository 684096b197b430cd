package io.github.azuremonitor.appender.common.flush;

import io.github.azuremonitor.appender.common.batch.Batcher;
import io.github.azuremonitor.appender.common.encode.Platform;
import io.github.azuremonitor.appender.common.encode.Remarks;
import io.github.azuremonitor.appender.common.encode.RowEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoders of a pipeline's tables. The flusher makes them, and shows each to log calls only once it has written a row with it,
 * so that no log call has to load the classes. Flusher only, except for {@link #shown}.
 */
public final class Encoders {
    private final Tables tables;
    private final Remarks remarks;
    private final List<RowEncoder> made = new ArrayList<>();
    private @Nullable Platform platform;
    private int warmedUp;
    private volatile List<RowEncoder> shown = List.of();

    Encoders(Tables tables, Remarks remarks) {
        this.tables = tables;
        this.remarks = remarks;
    }

    /** The encoder of that table, if callers may use it yet; any thread. */
    public @Nullable RowEncoder shown(int table) {
        List<RowEncoder> now = shown;
        return table < now.size() ? now.get(table) : null;
    }

    /** The encoder of that table. */
    RowEncoder of(int table) {
        while (made.size() <= table) {
            Tables.Entry entry = tables.get(made.size());
            made.add(new RowEncoder(
                    entry.table(), entry.columns(), entry.all(), platform(), Batcher.MAX_ROW_BYTES, remarks));
        }
        return made.get(table);
    }

    /** Writes a row that goes nowhere for each table that is new, and shows their encoders. */
    void warmUp() throws IOException {
        while (warmedUp < tables.size()) {
            WarmUp.of(tables.get(warmedUp), platform());
            of(warmedUp);
            warmedUp++;
            shown = List.copyOf(made.subList(0, warmedUp));
        }
    }

    /** What is known of this process. */
    Platform platform() {
        Platform facts = platform == null ? Platform.read() : platform;
        platform = facts;
        return facts;
    }
}
