package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.pipeline.Inlet;
import io.github.azuremonitor.appender.common.pipeline.Opening;
import io.github.azuremonitor.appender.common.report.PipelineStats;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.settings.Reading;
import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingsReader;
import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.input.AppenderConfig;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.Chosen;
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
 * {@code spool send}: a pipeline as an application has it, on that spool and without events of its own, so that retries,
 * splits, dead letters and locks are the library's. Only the caps differ: nothing may be given up for its age or size.
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

    /** Azure gives older rows the time of their arrival (Azure Monitor docs, "Log data ingestion time"). */
    private static final Duration LATE = Duration.ofDays(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "As spoolDirectory names it.")
    private @Nullable Path directory;

    @Mixin
    private Chosen chosen = new Chosen();

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
        Reading reading = SettingsReader.read(
                explicit, chosen.given().surroundings(System::getenv).variables());
        if (!(reading instanceof Reading.Ready ready)) {
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
            return new SendElsewhere(ready.settings().pipeline(), Duration.ofSeconds(patience), out, command.getErr())
                    .send(misspelt(config, folders, ready.settings().pipeline()), toStream);
        }
        if (deadLetters) {
            return new SendLetters(ready.settings().pipeline(), Duration.ofSeconds(patience), out, command.getErr())
                    .send(folders, place);
        }
        Waiting waiting = Waiting.of(folders, ready.settings().pipeline());
        waiting.leftAlone().forEach(out::println);
        if (waiting.files().isEmpty()) {
            out.println("nothing to send");
            return 0;
        }
        checkAge(waiting, out);
        return send(explicit, waiting, command);
    }

    private Integer send(Map<String, String> explicit, Waiting waiting, CommandLine command) throws BadInput {
        Opening opening = Opening.of(explicit, new PrintReporter(command.getErr()), () -> false);
        Inlet inlet = opening.inlet();
        if (inlet == null) {
            throw new BadInput(String.valueOf(opening.fault()));
        }
        List<Path> files = waiting.files().stream().map(Content::path).toList();
        var drain = new Drain(files, inlet::stats, Time.SYSTEM, () -> LockSupport.parkNanos(POLL.toNanos()));
        boolean drained = drain.await(Duration.ofSeconds(patience));
        inlet.close(CLOSING);
        PipelineStats stats = inlet.stats();
        command.getOut()
                .println(stats.accepted() + " rows accepted, " + (stats.held() + stats.handedOver())
                        + " still waiting, " + stats.totalDropped() + " refused or lost"
                        + (stats.totalDropped() == 0 ? "" : " " + stats.dropped()));
        return drained && stats.totalDropped() == 0 ? 0 : 1;
    }

    /** What --to-stream and --from-rule mean. */
    private Picked misspelt(@Nullable AppenderConfig config, List<Folder> folders, PipelineSettings settings)
            throws BadInput {
        Set<String> named = Streams.of(
                config == null ? Map.of() : config.settings(),
                chosen.given().surroundings(System::getenv).variables());
        return Picked.of(
                folders,
                folder -> fromRule != null
                        ? folder.dcrImmutableId().equals(fromRule)
                        : folder.dcrImmutableId().equals(settings.dcrImmutableId())
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
        // Batches know their streams and columns; an appender that logs nothing needs some all the same, and this one
        // every table has.
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

    private static void checkAge(Waiting waiting, PrintWriter out) throws BadInput {
        long now = Time.SYSTEM.epochMillis();
        long tooOld = waiting.rowsBefore(now - LONGEST_AGE.toMillis());
        if (tooOld > 0) {
            throw new BadInput(tooOld + " rows are older than 365 days and would be given up; export them, and move"
                    + " their files away");
        }
        out.println("sending " + waiting.rows() + " rows" + late(waiting.rowsBefore(lateBefore())));
        out.flush();
    }

    /** Rows of before that time, in milliseconds since 1970, are late for Azure. */
    static long lateBefore() {
        return Time.SYSTEM.epochMillis() - LATE.toMillis();
    }

    /** What becomes of so many late rows; empty if there are none. */
    static String late(long rows) {
        return rows == 0
                ? ""
                : ", of which " + rows + " are older than 2 days: Azure puts the time of their arrival into"
                        + " TimeGenerated";
    }

    /** What spoolDirectory has to be for the library to find this spool. */
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
