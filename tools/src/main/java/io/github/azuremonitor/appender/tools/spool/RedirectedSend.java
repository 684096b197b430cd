package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.report.Ledger;
import io.github.azuremonitor.appender.common.send.HttpSenders;
import io.github.azuremonitor.appender.common.send.Sender;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolClaim;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.check.Explanation;
import io.github.azuremonitor.appender.tools.input.PrintReporter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code spool send} to another stream or rule than the rows were meant for, to correct a misspelling. */
final class RedirectedSend {
    private final PipelineSettings settings;
    private final Duration patience;
    private final PrintWriter out;
    private final PrintWriter err;

    RedirectedSend(PipelineSettings settings, Duration patience, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /**
     * The exit code.
     *
     * @param toStream null for the stream that each row was meant for
     */
    int send(SelectedFiles picked, @Nullable String toStream) {
        picked.leftAlone().forEach(out::println);
        if (picked.files().isEmpty()) {
            out.println("nothing to send");
            return picked.leftAlone().isEmpty() ? 0 : 1;
        }
        picked.sums().forEach(out::println);
        out.println("sending them to " + (toStream == null ? "the same stream" : toStream) + " of the rule "
                + settings.dcrImmutableId());
        out.flush();
        try (Sender sender = HttpSenders.create(settings, Time.SYSTEM, new PrintReporter(err), new Ledger())) {
            var post = new RowFileSender(
                    sender, err::println, patience, Time.SYSTEM, pause -> LockSupport.parkNanos(pause.toNanos()));
            picked.files().forEach((folder, files) -> send(folder, files, toStream, post));
            long rest = picked.all()
                    .filter(file -> Files.exists(file.path()))
                    .mapToLong(Content::rows)
                    .sum();
            out.println(post.accepted() + " rows accepted, " + rest + " kept"
                    + (post.isHopeless() ? "; sending on is of no use before that is mended" : ""));
            return rest == 0 && picked.leftAlone().isEmpty() ? 0 : 1;
        }
    }

    private void send(Folder folder, List<Content> files, @Nullable String toStream, RowFileSender post) {
        try (SpoolClaim claim = SpoolClaim.of(folder.path())) {
            if (claim == null) {
                err.println(SelectedFiles.inUse(folder));
                return;
            }
            for (Content file : files) {
                if (!post.isHopeless()) {
                    String stream = toStream == null ? file.stream() : toStream;
                    post.send(file.path(), stream, new Explanation(settings.dcrImmutableId(), stream));
                }
            }
        }
    }
}
