package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.chaos.Weather.Episode;
import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** The disk as one process meets it; can kill the process in the middle of a call. */
final class FickleDisk implements PlayedDisk.Script {
    /** What may go wrong. */
    enum Failure {
        SLOW,
        FULL,
        TORN_WRITES,
        READ_ONLY,
        NO_RENAME,
        NO_DELETE,
        NO_READ
    }

    /** Ends a process where it stands; nothing that it does afterwards reaches the outside. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final Weather<Failure> weather;
    private final ManualTime time;
    private final long startMillis;
    private final Random random;
    private final RowBook book;

    private long callsToLive = NEVER;
    private boolean dead;
    private boolean buried;
    private boolean tearing;

    FickleDisk(Weather<Failure> weather, ManualTime time, long startMillis, Random random, RowBook book) {
        this.weather = weather;
        this.time = time;
        this.startMillis = startMillis;
        this.random = random;
        this.book = book;
    }

    boolean mayDie() {
        return dead || callsToLive != NEVER;
    }

    boolean isDead() {
        return dead;
    }

    /** The process dies in one of its next calls. */
    void killWithin(long calls) {
        callsToLive = calls;
    }

    void live() {
        callsToLive = NEVER;
    }

    void kill() {
        dead = true;
    }

    /** From now on calls fail in a way that lets the remains be cleared away. */
    void bury() {
        dead = true;
        buried = true;
    }

    @Override
    public void before(PlayedDisk.Call call, Path file) throws IOException {
        stayDead(file);
        callsToLive -= callsToLive == NEVER ? 0 : 1;
        if (callsToLive <= 0 && !isWrite(call)) {
            dead = true;
            stayDead(file);
        }
        tearing = false;
        for (Episode<Failure> episode : weather.at(time.epochMillis() - startMillis)) {
            if (random.nextDouble() < episode.strength()) {
                befall(episode, call, file);
            }
        }
    }

    private void befall(Episode<Failure> episode, PlayedDisk.Call call, Path file) throws IOException {
        switch (episode.kind()) {
            case SLOW -> time.advance(Duration.ofMillis(random.nextInt(10 + (int) (episode.whim() * 3_000))));
            case FULL -> failIf(isWrite(call) || call == PlayedDisk.Call.MAKE, file, "No space left");
            case TORN_WRITES -> tearing = isWrite(call);
            case READ_ONLY ->
                failIf(
                        isWrite(call)
                                || call == PlayedDisk.Call.CREATE
                                || call == PlayedDisk.Call.MAKE
                                || call == PlayedDisk.Call.RENAME
                                || (call == PlayedDisk.Call.DELETE && cannotDelete(file)),
                        file,
                        "Read-only file system");
            case NO_RENAME -> failIf(call == PlayedDisk.Call.RENAME, file, "Permission denied");
            case NO_DELETE ->
                failIf(call == PlayedDisk.Call.DELETE && cannotDelete(file), file, "Operation not permitted");
            case NO_READ -> failIf(call == PlayedDisk.Call.READ, file, "Input/output error");
        }
    }

    private static boolean isWrite(PlayedDisk.Call call) {
        return call == PlayedDisk.Call.WRITE || call == PlayedDisk.Call.APPEND;
    }

    /** What cannot be deleted is sent again by a next run. */
    private boolean cannotDelete(Path file) {
        PlayedDisk.batchIn(file).forEach(batch -> book.mayBeTwice.or(RowBook.ids(batch)));
        return true;
    }

    @Override
    public int written(Path file, int bytes) {
        return callsToLive <= 0 || tearing ? random.nextInt(bytes + 1) : bytes;
    }

    @Override
    public void torn(Path file) throws IOException {
        if (callsToLive <= 0) {
            dead = true;
            stayDead(file);
        }
        throw new FileSystemException(file.toString(), null, "No space left on device");
    }

    @Override
    public long modifiedMillis() {
        return time.epochMillis();
    }

    private void stayDead(Path file) throws IOException {
        if (buried) {
            throw new FileSystemException(file.toString(), null, "the process is dead");
        }
        if (dead) {
            throw new Killed();
        }
    }

    private static void failIf(boolean fails, Path file, String why) throws IOException {
        if (fails) {
            throw new FileSystemException(file.toString(), null, why);
        }
    }
}
