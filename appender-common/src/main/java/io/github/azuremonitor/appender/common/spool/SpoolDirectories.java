package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.spool.Disk.Found;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * The directories below the root, one for each pipeline that ever ran at the same time as others. This pipeline writes
 * into one of them, its home, and takes over those that no process holds any more and whose rows have the same
 * destination. Courier only.
 */
final class SpoolDirectories {
    static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path root;
    private final Disk disk;
    private final Supplier<UUID> ids;
    private final SpoolIdentity identity;
    private final SpoolLocks locks;
    private final OwnershipCheck ownership;
    private final List<Path> taken = new ArrayList<>();
    private @Nullable Path home;

    /**
     * A home whose creation failed half-way; it is reused, so that a full disk does not fill up with such directories.
     */
    private @Nullable Path begun;

    /** Marks the owner of the home, and is not forced yet: a flusher may be waiting for a page of the journal in it. */
    private Disk.@Nullable Appending unforced;

    /** True on some network file systems; no directory can be taken over there. */
    private boolean locksFail;

    /**
     * @param identity which rows may be sent
     * @param sharesLocks false if other machines do not see our locks, which is as good as having none
     */
    SpoolDirectories(Path root, SpoolIdentity identity, boolean sharesLocks, Disk disk, Supplier<UUID> ids) {
        this.root = root;
        this.identity = identity;
        this.disk = disk;
        this.locks = new SpoolLocks(disk);
        this.ownership = new OwnershipCheck(locks, identity);
        this.ids = ids;
        this.locksFail = !sharesLocks;
    }

    /** Where this pipeline writes; found or created when first needed. */
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

    /** Makes the home survive a power failure, before any file in it has to; forcing is slow. */
    void forceHome() throws IOException {
        Disk.Appending file = unforced;
        if (file != null) {
            file.force();
            file.close();
            unforced = null;
            // Closing it released our lock on it.
            locks.guard(home());
            disk.forceDirectory(root);
        }
    }

    /** Takes over the directories that hold batches and whose owner has ended. */
    List<Path> claimOrphans() throws IOException {
        var fresh = new ArrayList<Path>();
        for (Found found : disk.list(root)) {
            if (isCandidate(found) && somethingWaitsIn(found.path()) && take(found.path())) {
                fresh.add(found.path());
            }
        }
        return fresh;
    }

    /**
     * Directories with batches that no process holds and that are not ours to send, each with its rule. Each is locked
     * for a moment to find that out; an application that tries just then takes another one.
     */
    Map<Path, String> orphans() throws IOException {
        var orphans = new LinkedHashMap<Path, String>();
        for (Found found : disk.list(root)) {
            Path directory = found.path();
            if (isDirectoryOfSomebody(found) && somethingWaitsIn(directory)) {
                String rule = identity.otherRule(directory);
                if (!rule.isEmpty() && take(directory)) {
                    taken.remove(directory);
                    locks.release(directory);
                    orphans.put(directory, rule);
                }
            }
        }
        return orphans;
    }

    /** The directories that this pipeline has at the moment. */
    Set<Path> held() {
        var held = new LinkedHashSet<>(taken);
        if (home != null) {
            held.add(home);
        }
        return held;
    }

    /** Whether there are no locks that all machines see. */
    boolean locksFail() {
        return locksFail;
    }

    /** Releases directories without {@code used} files, so that few are ever needed. */
    void releaseUnless(Predicate<Path> used) {
        for (Path directory : List.copyOf(taken)) {
            if (!directory.equals(home) && !used.test(directory)) {
                taken.remove(directory);
                locks.release(directory);
            }
        }
    }

    /**
     * Checks whether the directories are still this pipeline's, and repairs what it can; returns those that were
     * tampered with. Lost ones are released, and another home is created.
     */
    Map<Path, DirectoryOwnership> check() {
        var touched = new LinkedHashMap<Path, DirectoryOwnership>();
        for (Path directory : held()) {
            DirectoryOwnership state = directory.equals(begun) ? DirectoryOwnership.OURS : ownership.of(directory);
            if (state == DirectoryOwnership.GONE || state == DirectoryOwnership.TAKEN) {
                forget(directory);
            }
            if (state != DirectoryOwnership.OURS) {
                touched.put(directory, state);
            }
        }
        return touched;
    }

    /** Makes the files that mark the owner look recently used, so that they are not cleaned up as old. */
    void touch(long epochMillis) {
        for (Path directory : held()) {
            disk.touch(directory.resolve(SpoolLocks.FILE), epochMillis);
            disk.touch(directory.resolve(SpoolIdentity.FILE), epochMillis);
        }
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

    /** Forgets the home if it was deleted, so that another one is created. */
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
            // It is no longer usable.
        }
    }

    private @Nullable Path free() throws IOException {
        for (Found found : disk.list(root)) {
            // A directory with files in it is taken over first, so that none is overlooked.
            Path directory = found.path();
            if (isCandidate(found) && !somethingWaitsIn(directory) && take(directory)) {
                // Its owner may have written one last file between the check and the lock.
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
        unforced = identity.write(directory);
        locks.guard(directory);
        begun = null;
        return directory;
    }

    private boolean isCandidate(Found found) {
        return isDirectoryOfSomebody(found) && identity.isOfOurs(found.path());
    }

    /** Whether it could be taken, as far as this JVM knows: files of a directory it holds must not even be read. */
    private boolean isDirectoryOfSomebody(Found found) {
        Path directory = found.path();
        return found.isDirectory()
                && !locksFail
                && FORM.matcher(found.name()).matches()
                && !directory.equals(home)
                && !locks.holds(directory)
                && !SpoolLocks.isHeldHere(directory);
    }

    /** False also for a directory that cannot be listed, which must not block the others. */
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
            // For example a read-only disk: files there could not be deleted, so they must not be sent.
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
        } catch (UnsupportedLocksException failing) {
            locksFail = true;
            return false;
        }
    }
}
