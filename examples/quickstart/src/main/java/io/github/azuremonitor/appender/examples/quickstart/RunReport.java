package io.github.azuremonitor.appender.examples.quickstart;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.azuremonitor.appender.common.AzureMonitorLogs;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.logback.AzureMonitorAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * What the logging process tells the process that checks the table.
 *
 * @param logged log calls, numbered from 1
 * @param loggedByLog4j2 those of them that went through Log4j2
 * @param bytesRead bytes of the file that was replayed
 * @param flushed whether everything was accepted in time
 * @param millis from the first log call until then
 * @param pipelines how many pipelines there were; the ledger below sums them up
 * @param reported rows of the library's own, about losses
 * @param dropped lost events by reason
 * @param credential whose token Azure took, in the words of the appender
 */
record RunReport(
        long logged,
        long loggedByLog4j2,
        long bytesRead,
        boolean flushed,
        long millis,
        int pipelines,
        long offered,
        long reported,
        long accepted,
        long held,
        Map<String, Long> dropped,
        long posts,
        long bytesPosted,
        String credential) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ACCEPTED = Pattern.compile("rows accepted for stream \\S+ with (.+);");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Waits until everything is accepted, and takes the ledger's reading. */
    static RunReport flushed(EventNumbers numbers, long bytesRead, long startNanos) {
        boolean flushed = AzureMonitorLogs.flush(PATIENCE);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        List<PipelineStats> pipelines = AzureMonitorLogs.stats();
        Map<String, Long> dropped = new TreeMap<>();
        for (PipelineStats pipeline : pipelines) {
            pipeline.dropped().forEach((reason, count) -> dropped.merge(reason.label(), count, Long::sum));
        }
        return new RunReport(
                numbers.all(),
                numbers.allLog4j2(),
                bytesRead,
                flushed,
                millis,
                pipelines.size(),
                sum(pipelines, PipelineStats::offered),
                sum(pipelines, PipelineStats::reported),
                sum(pipelines, PipelineStats::accepted),
                sum(pipelines, PipelineStats::held),
                dropped,
                sum(pipelines, PipelineStats::posts),
                sum(pipelines, PipelineStats::bytesPosted),
                credentialThatWorked());
    }

    void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    static RunReport read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), RunReport.class);
    }

    private static long sum(List<PipelineStats> pipelines, ToLongFunction<PipelineStats> part) {
        return pipelines.stream().mapToLong(part).sum();
    }

    private static String credentialThatWorked() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getOrigin() instanceof AzureMonitorAppender)
                .map(Status::getMessage)
                .map(ACCEPTED::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("");
    }
}
