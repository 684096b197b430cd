package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.pipeline.PipelineHandle;
import io.github.azuremonitor.appender.common.pipeline.StartResult;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.settings.SettingsResult;
import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.AppenderOptions;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code spool send}: a pipeline like an application's, on that spool and without events of its own, so that retries,
 * splits, dead letters and locks are the library's. Only the caps differ: nothing may be given up because of its age or
 * size.
 */
@Command(
        name = "send",
        description = {
            "Sends what waits in a spool, rows of any age too, and deletes what Azure accepted.",
            "Directories that a running process uses, and rows for other rules, are left alone."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {
            "0:all was accepted, or nothing waits",
            "1:rows still wait, or were refused",
            "2:no such directory, or a wrong configuration"
        })
final class SendCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CLOSING = Duration.ofSeconds(20);
    private static final String LONGEST = "365d";
    private static final Duration LONGEST_AGE = Duration.ofDays(365);

    /**
     * Azure replaces the time of older rows by that of their arrival (Azure Monitor docs, "Log data ingestion time").
     */
    private static final Duration LATE = Duration.ofDays(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "As spoolDirectory names it.")
    private @Nullable Path directory;

    @Mixin
    private AppenderOptions chosen = new AppenderOptions();

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "Give up when Azure has accepted nothing for that long; ${DEFAULT-VALUE} if left out.")
    private int patience = 60;

    @Option(
            names = "--dead-letters",
            description =
                    "Instead, send what Azure refused, once the cause is mended, and what of the quarantine can be read."
                            + " Works beside running applications; a file goes when Azure has accepted all of it.")
    private boolean deadLetters;

    @Option(
            names = "--to-stream",
            paramLabel = "NAME",
            description =
                    "Send rows to this stream that wait for another one: for those of --from-stream, or, without it, for"
                            + " streams that the configuration does not name.")
    private @Nullable String toStream;

    @Option(names = "--from-stream", paramLabel = "NAME", description = "With --to-stream: rows for this stream only.")
    private @Nullable String fromStream;

    @Option(
            names = "--from-rule",
            paramLabel = "DCR",
            description = "Send rows that wait for the rule with this immutable id to the configuration's rule.")
    private @Nullable String fromRule;

    private SendCommand() {}

    @Override
    public Integer call() throws BadInput {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = command.getOut();
        Path place = place(Objects.requireNonNull(directory));
        List<Folder> folders = Spools.folders(place);
        AppenderConfig config = chosen.one(System::getenv);
        Map<String, String> explicit = settings(config, place, folders);
        SettingsResult reading = SettingsReader.read(
                explicit, chosen.given().over(System::getenv).variables());
        if (!(reading instanceof SettingsResult.Ready ready)) {
            throw new BadInput(reading.describe());
        }
        if (deadLetters && (toStream != null || fromRule != null)) {
            throw new BadInput(
                    "--dead-letters sends rows to the stream and rule that they were for; leave one of both out");
        }
        if (fromStream != null && toStream == null && fromRule == null) {
            throw new BadInput("--from-stream says what --to-stream sends; give both");
        }
        if (toStream != null || fromRule != null) {
            return new RedirectedSend(ready.settings().pipeline(), Duration.ofSeconds(patience), out, command.getErr())
                    .send(misspelt(config, folders, ready.settings().pipeline()), toStream);
        }
        if (deadLetters) {
            return new DeadLetterSend(ready.settings().pipeline(), Duration.ofSeconds(patience), out, command.getErr())
                    .send(folders, place);
        }
        FoundFiles waiting = WaitingFiles.of(folders, ready.settings().pipeline());
        waiting.leftAlone().forEach(out::println);
        if (waiting.files().isEmpty()) {
            out.println("nothing to send");
            return 0;
        }
        checkAge(waiting, out);
        return send(explicit, waiting, command);
    }

    private Integer send(Map<String, String> explicit, FoundFiles waiting, CommandLine command) throws BadInput {
        StartResult result = StartResult.of(explicit, new PrintReporter(command.getErr()), () -> false);
        PipelineHandle handle = result.handle();
        if (handle == null) {
            throw new BadInput(String.valueOf(result.fault()));
        }
        List<Path> files = waiting.files().stream().map(Content::path).toList();
        var drain = new SpoolDrain(files, handle::stats, Time.SYSTEM, () -> LockSupport.parkNanos(POLL.toNanos()));
        boolean drained = drain.await(Duration.ofSeconds(patience));
        handle.close(CLOSING);
        PipelineStats stats = handle.stats();
        command.getOut()
                .println(stats.accepted() + " rows accepted, " + (stats.held() + stats.handedOver())
                        + " still waiting, " + stats.totalDropped() + " refused or lost"
                        + (stats.totalDropped() == 0 ? "" : " " + stats.dropped()));
        return drained && stats.totalDropped() == 0 ? 0 : 1;
    }

    /** What --to-stream and --from-rule mean. */
    private SelectedFiles misspelt(@Nullable AppenderConfig config, List<Folder> folders, PipelineSettings settings)
            throws BadInput {
        Set<String> named = Streams.of(
                config == null ? Map.of() : config.settings(),
                chosen.given().over(System::getenv).variables());
        return SelectedFiles.of(
                folders,
                folder -> fromRule != null
                        ? folder.dcrImmutableId().equals(fromRule)
                        : settings.dcrImmutableIds().contains(folder.dcrImmutableId())
                                && folder.audience()
                                        .equals(settings.credential().audience()),
                stream -> fromStream != null
                        ? fromStream.equals(stream)
                        : fromRule != null || (!stream.equals(toStream) && !named.contains(stream)));
    }

    private Map<String, String> settings(@Nullable AppenderConfig config, Path place, List<Folder> folders) {
        var explicit = new LinkedHashMap<>(config == null ? Map.of() : config.settings());
        put(explicit, Setting.DURABILITY, "spool");
        put(explicit, Setting.SPOOL_DIRECTORY, place.toString());
        put(explicit, Setting.SPOOL_MAX_AGE, LONGEST);
        put(explicit, Setting.SPOOL_MAX_BYTES, "1024GB");
        put(explicit, Setting.JOURNAL_FSYNC_INTERVAL, "off");
        put(explicit, Setting.DROP_REPORT, "off");
        put(explicit, Setting.JMX, "off");
        // Batches know their streams and columns; an appender that logs nothing still needs one, and every table has
        // this one.
        put(explicit, Setting.COLUMNS, "TimeGenerated = timestamp");
        put(explicit, Setting.ROUTES, "");
        put(explicit, Setting.DCR, "");
        if (toStream != null) {
            put(explicit, Setting.STREAM_NAME, toStream);
        }
        folders.stream()
                .flatMap(folder -> folder.files().stream())
                .map(Content::stream)
                .filter(stream -> !stream.isEmpty())
                .findFirst()
                .ifPresent(stream -> explicit.putIfAbsent(Setting.STREAM_NAME.flatName(), stream));
        return explicit;
    }

    private static void put(Map<String, String> explicit, Setting setting, String value) {
        explicit.put(setting.flatName(), value);
    }

    private static void checkAge(FoundFiles waiting, PrintWriter out) throws BadInput {
        long now = Time.SYSTEM.epochMillis();
        long tooOld = waiting.rowsBefore(now - LONGEST_AGE.toMillis());
        if (tooOld > 0) {
            throw new BadInput(tooOld + " rows are older than 365 days and would be given up; export them, and move"
                    + " their files away");
        }
        out.println("sending " + waiting.rows() + " rows" + late(waiting.rowsBefore(lateBefore())));
        out.flush();
    }

    /** Rows before this time, in milliseconds since 1970, are too late for Azure. */
    static long lateBefore() {
        return Time.SYSTEM.epochMillis() - LATE.toMillis();
    }

    /** What becomes of late rows; empty if there are none. */
    static String late(long rows) {
        return rows == 0
                ? ""
                : ", of which " + rows + " are older than 2 days: Azure puts the time of their arrival into"
                        + " TimeGenerated";
    }

    /** What spoolDirectory must be for the library to find this spool. */
    private static Path place(Path given) throws BadInput {
        Path place = SpoolInspection.place(given);
        if (!Files.isDirectory(given)) {
            throw new BadInput(given + ": there is no such directory");
        }
        if (!Files.isDirectory(place.resolve("azure-monitor-appender"))) {
            throw new BadInput(given + ": name the directory that holds, or is, azure-monitor-appender");
        }
        return place;
    }
}
