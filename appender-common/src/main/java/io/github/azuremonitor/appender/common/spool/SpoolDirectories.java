package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.spool.Disk.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directories below the root, one for each pipeline that ever wrote at the same time as others. This pipeline writes
 * into one of them, its home, and takes over those that nobody holds any more and whose rows go where its own go.
 * Courier only.
 */
final class SpoolDirectories {
    static final String IDENTITY = "identity";

    static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final int MOST_IDENTITY = 4096;

    private final Path root;
    private final byte[] identity;
    private final Disk disk;
    private final Supplier<UUID> ids;
    private final SpoolLocks locks;
    private final List<Path> taken = new ArrayList<>();
    private @Nullable Path home;

    /** A home that could not be finished, so that a full disk is not littered with beginnings. */
    private @Nullable Path begun;

    /** Says whose the home is, and is not forced yet: a flusher may wait for a page of the journal in it. */
    private Disk.@Nullable Appending unforced;

    /** On some network file systems; nobody's directory can be taken over there. */
    private boolean locksFail;

    /**
     * @param identity cloud and DCR: what waits for one must not be sent to another
     * @param sharesLocks false if other machines see no lock of ours, which is as good as none
     */
    SpoolDirectories(Path root, String identity, boolean sharesLocks, Disk disk, Supplier<UUID> ids) {
        this.root = root;
        this.identity = identity.getBytes(StandardCharsets.UTF_8);
        this.disk = disk;
        this.locks = new SpoolLocks(disk);
        this.ids = ids;
        this.locksFail = !sharesLocks;
    }

    /** Where this pipeline writes; found or made when it is needed first. */
    Path home() throws IOException {
        Path found = home;
        if (found == null) {
            found = begun != null ? null : taken.isEmpty() ? free() : taken.get(0);
            if (found == null) {
                found = make();
            }
            home = found;
        }
        return found;
    }

    /** Makes the home outlive a loss of power, before anything in it has to: forcing takes its time. */
    void forceHome() throws IOException {
        Disk.Appending file = unforced;
        if (file != null) {
            file.force();
            file.close();
            unforced = null;
            // Closing it freed our lock on it.
            locks.guard(home());
            disk.forceDirectory(root);
        }
    }

    /** Takes over the directories in which something waits and whose owner has ended. */
    List<Path> takeOver() throws IOException {
        var fresh = new ArrayList<Path>();
        for (Found found : disk.list(root)) {
            if (isCandidate(found) && somethingWaitsIn(found.path()) && take(found.path())) {
                fresh.add(found.path());
            }
        }
        return fresh;
    }

    /**
     * Directories in which something waits that nobody holds and that are not ours to send from, each with its rule. For a
     * moment each is locked to learn that; an application that asks in that moment takes another one.
     */
    Map<Path, String> orphans() throws IOException {
        var orphans = new LinkedHashMap<Path, String>();
        for (Found found : disk.list(root)) {
            Path directory = found.path();
            if (isDirectoryOfSomebody(found) && somethingWaitsIn(directory)) {
                String rule = otherRule(directory);
                if (!rule.isEmpty() && take(directory)) {
                    taken.remove(directory);
                    locks.release(directory);
                    orphans.put(directory, rule);
                }
            }
        }
        return orphans;
    }

    /** The rule that the rows in a directory are for; empty if it is not known, or they go where ours do. */
    private String otherRule(Path directory) {
        try {
            byte[] theirs = disk.read(directory.resolve(IDENTITY), MOST_IDENTITY);
            String[] lines = new String(theirs, StandardCharsets.UTF_8).split("\n", -1);
            return Arrays.equals(theirs, identity) || lines.length != 3 ? "" : lines[1];
        } catch (IOException incomplete) {
            return "";
        }
    }

    /** Those that are this pipeline's at the moment. */
    Set<Path> held() {
        var held = new LinkedHashSet<>(taken);
        if (home != null) {
            held.add(home);
        }
        return held;
    }

    /** Whether there are no locks that everybody sees. */
    boolean locksFail() {
        return locksFail;
    }

    /** Leaves directories without {@code used} files to others, so that few are ever needed. */
    void releaseUnless(Predicate<Path> used) {
        for (Path directory : List.copyOf(taken)) {
            if (!directory.equals(home) && !used.test(directory)) {
                taken.remove(directory);
                locks.release(directory);
            }
        }
    }

    /**
     * Looks whether the directories are still this pipeline's, and mends what can be; returns those that somebody touched.
     * Those that are lost are let go: another home is made.
     */
    Map<Path, Tenure> check() {
        var touched = new LinkedHashMap<Path, Tenure>();
        for (Path directory : held()) {
            Tenure tenure = directory.equals(begun) ? Tenure.OURS : tenure(directory);
            if (tenure == Tenure.GONE || tenure == Tenure.TAKEN) {
                forget(directory);
            }
            if (tenure != Tenure.OURS) {
                touched.put(directory, tenure);
            }
        }
        return touched;
    }

    /** Makes what says whose they are look used, for whoever tidies up what is old. */
    void touch(long epochMillis) {
        for (Path directory : held()) {
            disk.touch(directory.resolve(SpoolLocks.FILE), epochMillis);
            disk.touch(directory.resolve(IDENTITY), epochMillis);
        }
    }

    private Tenure tenure(Path directory) {
        try {
            boolean lock = locks.lockLies(directory);
            boolean guard = locks.guardLies(directory);
            if (lock && guard) {
                return Tenure.OURS;
            }
            boolean isDirectory = Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
            if (!isDirectory) {
                return Tenure.GONE;
            }
            return locks.holds(directory) ? mend(directory, lock, guard) : Tenure.OURS;
        } catch (NoSuchFileException deleted) {
            return Tenure.GONE;
        } catch (IOException | RuntimeException notNow) {
            // A share that does not answer comes back with what is on it: the next look tries again.
            return Tenure.OURS;
        }
    }

    private Tenure mend(Path directory, boolean lock, boolean guard) throws IOException {
        boolean inBetween =
                !lock && !guard && Files.exists(directory.resolve(SpoolLocks.FILE), LinkOption.NOFOLLOW_LINKS);
        if (!lock && !locks.relock(directory)) {
            // Who looks whether it is free has the lock for a moment, but not both.
            return guard ? Tenure.OURS : Tenure.TAKEN;
        }
        if (!guard) {
            if (Files.notExists(directory.resolve(IDENTITY), LinkOption.NOFOLLOW_LINKS)) {
                try (Disk.Appending written = writeIdentity(directory)) {
                    written.force();
                }
            } else if (!isOfOurs(directory)) {
                return Tenure.TAKEN;
            }
            if (!locks.guard(directory)) {
                return Tenure.TAKEN;
            }
        }
        return inBetween ? Tenure.RETURNED : Tenure.MENDED;
    }

    private void forget(Path directory) {
        if (directory.equals(home)) {
            home = null;
        }
        if (home == null) {
            closeUnforced();
        }
        taken.remove(directory);
        locks.release(directory);
    }

    /** Forgets the home if somebody deleted it, so that another one is made. */
    void checkHome() throws IOException {
        Path found = home != null ? home : begun;
        if (found != null) {
            try {
                disk.list(found);
            } catch (NoSuchFileException deleted) {
                begun = null;
                forget(found);
            }
        }
    }

    void release() {
        closeUnforced();
        locks.releaseAll();
        taken.clear();
        home = null;
        begun = null;
    }

    private void closeUnforced() {
        Disk.Appending file = unforced;
        unforced = null;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException nothingToDo) {
            // It is of no use any more.
        }
    }

    private @Nullable Path free() throws IOException {
        for (Found found : disk.list(root)) {
            // One with files in it is taken over first, so that none of them is overlooked.
            Path directory = found.path();
            if (isCandidate(found) && !somethingWaitsIn(directory) && take(directory)) {
                // Its owner may have written its last between the look and the lock.
                if (!somethingWaitsIn(directory)) {
                    return directory;
                }
                taken.remove(directory);
                locks.release(directory);
            }
        }
        return null;
    }

    private Path make() throws IOException {
        Path directory = begun;
        if (directory == null) {
            directory = root.resolve(ids.get().toString());
            begun = directory;
        }
        disk.makeDirectory(directory);
        if (!locks.holds(directory)) {
            takeIfFree(directory);
        }
        unforced = writeIdentity(directory);
        locks.guard(directory);
        begun = null;
        return directory;
    }

    private Disk.Appending writeIdentity(Path directory) throws IOException {
        Path file = directory.resolve(IDENTITY);
        disk.delete(file);
        Disk.Appending written = disk.create(file);
        try {
            written.write(identity, identity.length);
        } catch (IOException | RuntimeException failed) {
            written.close();
            throw failed;
        }
        return written;
    }

    private boolean isCandidate(Found found) {
        return isDirectoryOfSomebody(found) && isOfOurs(found.path());
    }

    /** Whether it could be taken, as far as this JVM knows: what it holds must not even be read. */
    private boolean isDirectoryOfSomebody(Found found) {
        Path directory = found.path();
        return found.isDirectory()
                && !locksFail
                && FORM.matcher(found.name()).matches()
                && !directory.equals(home)
                && !locks.holds(directory)
                && !SpoolLocks.isHeldHere(directory);
    }

    /** Whether its rows go where ours do. */
    private boolean isOfOurs(Path directory) {
        try {
            return Arrays.equals(disk.read(directory.resolve(IDENTITY), identity.length + 1), identity);
        } catch (IOException incomplete) {
            return false;
        }
    }

    /** False for a directory that cannot be looked into, too: it must not keep anybody from the others. */
    private boolean somethingWaitsIn(Path directory) {
        try {
            return disk.list(directory).stream()
                    .filter(found -> !found.isDirectory())
                    .map(found -> SpoolName.parse(found.name()))
                    .anyMatch(name -> name != null && !name.ending().equals(SpoolName.BAD));
        } catch (IOException unknown) {
            return false;
        }
    }

    private boolean take(Path directory) {
        try {
            return takeIfFree(directory);
        } catch (IOException notNow) {
            // A read-only disk, say: nothing could be deleted there, so nothing must be sent from there.
            return false;
        }
    }

    private boolean takeIfFree(Path directory) throws IOException {
        try {
            boolean free = !locksFail && locks.take(directory);
            if (free) {
                taken.add(directory);
            }
            return free;
        } catch (LocksFail failing) {
            locksFail = true;
            return false;
        }
    }
}
