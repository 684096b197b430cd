package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.HttpSenders;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.check.Explanation;
import io.github.azuremonitor.appender.tools.input.BadInput;
import io.github.azuremonitor.appender.tools.input.ConfigFiles;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code spool send --dead-letters}. Applications only add such files and give up old ones, so this may run beside
 * them; two commands at once would send rows twice, so it takes a lock.
 */
final class DeadLetterSend {
    private static final String LOCK = "send.lock";

    private final PipelineSettings settings;
    private final Duration patience;
    private final PrintWriter out;
    private final PrintWriter err;

    DeadLetterSend(PipelineSettings settings, Duration patience, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /** The exit code. */
    int send(List<Folder> folders, Path place) throws BadInput {
        FoundFiles letters = DeadLetterFiles.of(folders, settings);
        letters.leftAlone().forEach(out::println);
        if (letters.files().isEmpty()) {
            out.println("nothing to send");
            return 0;
        }
        Path lock = place.resolve("azure-monitor-appender").resolve(LOCK);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                throw anotherOne();
            }
            return send(letters);
        } catch (OverlappingFileLockException here) {
            throw anotherOne();
        } catch (IOException unusable) {
            throw new BadInput(lock + ": " + ConfigFiles.reason(unusable));
        }
    }

    private static BadInput anotherOne() {
        return new BadInput("another command sends dead letters from there at the moment");
    }

    private int send(FoundFiles letters) {
        out.println("sending " + letters.rows() + " rows that were refused"
                + SendCommand.late(letters.rowsBefore(SendCommand.lateBefore())));
        out.flush();
        try (Sender sender = HttpSenders.create(settings, Time.SYSTEM, new PrintReporter(err), new Ledger())) {
            var post = new RowFileSender(
                    sender, err::println, patience, Time.SYSTEM, pause -> LockSupport.parkNanos(pause.toNanos()));
            for (Content file : letters.files()) {
                if (!post.isHopeless()) {
                    post.send(file.path(), file.stream(), new Explanation(settings.dcrImmutableId(), file.stream()));
                }
            }
            long rest = letters.files().stream()
                    .filter(file -> Files.exists(file.path()))
                    .mapToLong(Content::rows)
                    .sum();
            out.println(post.accepted() + " rows accepted, " + rest + " kept"
                    + (post.isHopeless() ? "; sending on is of no use before that is mended" : ""));
            return rest == 0 ? 0 : 1;
        }
    }
}
