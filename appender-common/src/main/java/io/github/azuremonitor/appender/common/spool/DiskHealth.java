package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.report.RateLimiter;
import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Knows whether the disk accepts batches at the moment, and reports it. Courier only. */
final class DiskHealth {
    static final Duration RETRY = Duration.ofSeconds(30);

    private final Reporter reporter;
    private final Time time;
    private final RateLimiter problems;
    private final RateLimiter problemLimiter;
    private final RateLimiter ownershipLimiter;
    private boolean down;

    /** Set while the disk fails; read by any thread. */
    private volatile @Nullable String problem;

    private boolean told;
    private long nextTryNanos;

    DiskHealth(Reporter reporter, Time time) {
        this.reporter = reporter;
        this.time = time;
        this.problems = new RateLimiter(Duration.ofMinutes(5), time);
        this.problemLimiter = new RateLimiter(Duration.ofMinutes(5), time);
        this.ownershipLimiter = new RateLimiter(Duration.ofMinutes(5), time);
    }

    boolean isDown() {
        return down;
    }

    /** Why the disk accepts nothing, with the remedy, or null; any thread. */
    @Nullable String problem() {
        return problem;
    }

    /** Whether it is time to try a failed disk again. */
    boolean mayTry() {
        return down && time.nanos() - nextTryNanos >= 0;
    }

    void failed(Object where, Throwable why) {
        down = true;
        nextTryNanos = time.nanos() + RETRY.toNanos();
        String sentence = why instanceof RefusedDirectoryException
                ? String.valueOf(why.getMessage())
                : where + " cannot be written (" + reason(why) + "); " + cure(why);
        problem = sentence;
        if (problems.tryAcquire()) {
            told = true;
            reporter.warn("no disk, so batches wait in memory and are lost with the process: " + sentence
                    + "; it is tried again every 30 s");
        }
    }

    /** The cause is gone; the next batch shows whether the disk works. */
    void assumeRepaired() {
        down = false;
        problem = null;
    }

    /** Something was written to the disk. */
    void took(Object where) {
        if (told) {
            told = false;
            reporter.info("batches can wait on disk again, in " + where);
        }
    }

    /** Reported once, because it does not change. */
    void noLocks(Object where) {
        reporter.warn("the file system of " + where + " has no locks, so what other processes leave there is not sent;"
                + " name a directory on a local disk in spoolDirectory");
    }

    /** Reported once, because it does not change. */
    void exposed(SpoolLocation.Opened place) {
        reporter.warn("the file system of " + place.root() + " (" + place.fileSystem()
                + ") keeps no modes, so what waits there can be read by " + place.readers()
                + " and by whoever may open the share; to change that, mount it with dir_mode=0700,file_mode=0600 and the"
                + " uid of this process, or name another directory in spoolDirectory");
    }

    /** Someone else cleaned up in a directory of ours. */
    void touched(Path directory, DirectoryOwnership ownership, long rows) {
        if (!ownershipLimiter.tryAcquire()) {
            return;
        }
        String what = switch (ownership) {
            case GONE ->
                " was deleted or moved while this process uses it, with what waited there; it goes on in a new directory";
            case TAKEN ->
                " was taken by another process, because somebody deleted the lock in it; that one sends what waits there ("
                        + rows + " rows), and this one goes on in a new directory";
            case RETURNED, MENDED, OURS ->
                ": somebody deleted lock or identity while this process uses it; they are there again"
                        + (rows == 0 ? "" : ", and another process sends " + rows + " rows");
        };
        reporter.warn(directory + what + "; keep away from it whatever tidies up there, or set spoolDirectory");
    }

    /** Reported at the start: these rows are not sent by themselves. */
    void orphans(Object where, String rule, long rows) {
        reporter.warn(rows + " rows for the rule " + rule + " wait in " + where
                + ", and no running process has that rule or cloud; start one that has, or let the tools' spool send or spool"
                + " drop take them");
    }

    /** Something else went wrong with a file. */
    void fileProblem(String what, Throwable why) {
        fileProblem(what + " (" + reason(why) + ")");
    }

    void fileProblem(String what) {
        if (problemLimiter.tryAcquire()) {
            reporter.warn(what);
        }
    }

    private static String reason(Throwable why) {
        if (why instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        String kind = why.getClass().getSimpleName();
        return why.getMessage() == null ? kind : kind + ": " + why.getMessage();
    }

    private static String cure(Throwable why) {
        String reason = Objects.requireNonNullElse(why.getMessage(), "").toLowerCase(Locale.ROOT);
        if (reason.contains("space") || reason.contains("quota")) {
            return "free some space, lower spoolMaxBytes, or set spoolDirectory to another file system";
        }
        if (reason.contains("read-only")) {
            return "mount a volume and name it in spoolDirectory, or set durability=memory";
        }
        return why instanceof AccessDeniedException || reason.contains("permi") || reason.contains("denied")
                ? "let this process's user write there, or name another directory in spoolDirectory"
                : "name another directory in spoolDirectory, or set durability=memory";
    }
}
