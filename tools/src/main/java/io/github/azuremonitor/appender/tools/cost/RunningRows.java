package io.github.azuremonitor.appender.tools.cost;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.report.PipelineMXBean;
import io.github.azuremonitor.appender.tools.input.BadInput;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

/** What the pipelines of a running application count, all together. */
final class RunningRows {
    private static final String PIPELINES = "io.github.azuremonitor.appender:type=Pipeline,*";

    private final MBeanServerConnection server;
    private final String application;
    private final Measured measured = new Measured(RowNames.of(ColumnList.STANDARD.columns()));

    /** @param application how a message names it */
    RunningRows(MBeanServerConnection server, String application) {
        this.server = server;
        this.application = application;
    }

    Measured measured() throws BadInput, IOException {
        Set<ObjectName> names;
        try {
            names = server.queryNames(new ObjectName(PIPELINES), null);
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (names.isEmpty()) {
            throw new BadInput(application + ": shows no pipeline of the appenders in JMX; it has none, jmx=off, or it"
                    + " started a moment ago");
        }
        for (ObjectName name : names) {
            try {
                add(JMX.newMXBeanProxy(server, name, PipelineMXBean.class));
            } catch (UndeclaredThrowableException older) {
                throw new BadInput(application + ": has a version of the appenders that does not count rows by logger;"
                        + " export rows with 'spool export' or ask --workspace");
            }
        }
        if (measured.rows() == 0) {
            throw new BadInput(application + ": has shipped no row yet");
        }
        return measured;
    }

    private void add(PipelineMXBean pipeline) {
        Map<String, Long> rows = pipeline.getRowsByLogger();
        pipeline.getBytesByLogger().forEach((name, bytes) -> {
            // Stream, level and logger; only the last may have blanks.
            String[] parts = name.split(" ", 3);
            measured.add(parts[2], parts[1], rows.getOrDefault(name, 1L), bytes);
        });
        pipeline.getBytesByColumn()
                .forEach((name, bytes) ->
                        measured.columns().add(name.substring(name.indexOf(' ') + 1), measured.rows(), bytes));
        measured.counted(Duration.ofMillis((long) (pipeline.getCountedSeconds() * 1e3)));
    }
}
