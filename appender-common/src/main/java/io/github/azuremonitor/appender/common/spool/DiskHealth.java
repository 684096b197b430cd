package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.report.Reporter;
import io.github.azuremonitor.appender.common.report.Thinned;
import io.github.azuremonitor.appender.common.time.Time;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether the disk takes batches at the moment, and what is said about it. Courier only. */
final class DiskHealth {
    static final Duration RETRY = Duration.ofSeconds(30);

    private final Reporter reporter;
    private final Time time;
    private final Thinned troubles;
    private final Thinned oddities;
    private final Thinned tidied;
    private boolean down;

    /** Set while it is down; read by any thread. */
    private volatile @Nullable String trouble;

    private boolean told;
    private long nextTryNanos;

    DiskHealth(Reporter reporter, Time time) {
        this.reporter = reporter;
        this.time = time;
        this.troubles = new Thinned(Duration.ofMinutes(5), time);
        this.oddities = new Thinned(Duration.ofMinutes(5), time);
        this.tidied = new Thinned(Duration.ofMinutes(5), time);
    }

    boolean isDown() {
        return down;
    }

    /** What keeps the disk from taking anything, with the cure, or null; any thread. */
    @Nullable String trouble() {
        return trouble;
    }

    /** Whether it is time to try a disk that failed. */
    boolean mayTry() {
        return down && time.nanos() - nextTryNanos >= 0;
    }

    void failed(Object where, Throwable why) {
        down = true;
        nextTryNanos = time.nanos() + RETRY.toNanos();
        String sentence = why instanceof RefusedPlace
                ? String.valueOf(why.getMessage())
                : where + " cannot be written (" + reason(why) + "); " + cure(why);
        trouble = sentence;
        if (troubles.repeatsToReport() >= 0) {
            told = true;
            reporter.warn("no disk, so batches wait in memory and are lost with the process: " + sentence
                    + "; it is tried again every 30 s");
        }
    }

    /** Nothing speaks against the disk any more; whether it takes anything is seen with the next batch. */
    void mayWork() {
        down = false;
        trouble = null;
    }

    /** The disk took something. */
    void took(Object where) {
        if (told) {
            told = false;
            reporter.info("batches can wait on disk again, in " + where);
        }
    }

    /** Said once: it stays so. */
    void noLocks(Object where) {
        reporter.warn("the file system of " + where + " has no locks, so what other processes leave there is not sent;"
                + " name a directory on a local disk in spoolDirectory");
    }

    /** Said once: it stays so. */
    void exposed(SpoolPlace.Opened place) {
        reporter.warn("the file system of " + place.root() + " (" + place.fileSystem()
                + ") keeps no modes, so what waits there can be read by " + place.readers()
                + " and by whoever may open the share; to change that, mount it with dir_mode=0700,file_mode=0600 and the"
                + " uid of this process, or name another directory in spoolDirectory");
    }

    /** Somebody else tidied up in a directory of ours. */
    void touched(Path directory, Tenure tenure, long rows) {
        if (tidied.repeatsToReport() < 0) {
            return;
        }
        String what = switch (tenure) {
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

    /** Said at the start: nobody sends them by itself. */
    void orphans(Object where, String rule, long rows) {
        reporter.warn(rows + " rows for the rule " + rule + " wait in " + where
                + ", and no running process has that rule or cloud; start one that has, or let the tools' spool send or spool"
                + " drop take them");
    }

    /** Something else went wrong with a file. */
    void odd(String what, Throwable why) {
        odd(what + " (" + reason(why) + ")");
    }

    void odd(String what) {
        if (oddities.repeatsToReport() >= 0) {
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
