package io.github.azuremonitor.appender.common.spool;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.Disk.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the spool of this user is: a directory of ours in the first usable one of these: the setting, which allows no
 * other, a service's state directory, the user's cache directory, the directory for temporary files.
 */
final class SpoolLocation {
    static final String OURS = "azure-monitor-appender";
    private static final long MOST = 512 * PipelineSettings.MEGABYTE;

    /** A file system in memory counts as the container's memory. */
    private static final long MOST_IN_MEMORY = 64 * PipelineSettings.MEGABYTE;

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private static final String UNKNOWN = "unknown";

    private final @Nullable Path asked;
    private final long maxBytes;
    private final Function<String, @Nullable String> environment;
    private final Function<String, @Nullable String> properties;
    private final Disk disk;

    /**
     * The configured place; touches no disk.
     *
     * @param asked the setting {@code spoolDirectory} or null
     * @param maxBytes the setting {@code spoolMaxBytes}, 0 for as much as the place allows
     */
    SpoolLocation(
            @Nullable Path asked,
            long maxBytes,
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            Disk disk) {
        this.asked = asked;
        this.maxBytes = maxBytes;
        this.environment = environment;
        this.properties = properties;
        this.disk = disk;
    }

    /**
     * A usable place.
     *
     * @param root directory shared by all processes of this user
     * @param maxBytes cap of the spool there
     * @param fileSystem its type, such as {@code ext4}, or {@code unknown}
     * @param sharesLocks false if each machine has locks of its own there
     * @param readers who else can read its content, or null if nobody can
     */
    record Opened(
            Path root,
            long maxBytes,
            String fileSystem,
            boolean sharesLocks,
            @Nullable String readers) {}

    /** Creates the directory and makes sure that it is ours and writable. */
    Opened open() throws IOException {
        IOException first = null;
        for (Path base : candidates()) {
            try {
                return open(base);
            } catch (IOException unfit) {
                first = first == null ? unfit : first;
            }
        }
        throw first == null
                ? new RefusedDirectoryException("no directory is known to keep batches in; set spoolDirectory")
                : first;
    }

    /** Where to look, best first; for a message too. */
    List<Path> candidates() {
        if (asked != null) {
            return List.of(asked);
        }
        var candidates = new ArrayList<Path>();
        String state = environment.apply("STATE_DIRECTORY");
        add(candidates, state == null ? null : state.split(":", 2)[0]);
        add(candidates, environment.apply("LOCALAPPDATA"));
        add(candidates, environment.apply("XDG_CACHE_HOME"));
        String home = properties.apply("user.home");
        // A user in a container often has no home.
        if (home != null && home.length() > 1 && Files.isDirectory(Path.of(home))) {
            boolean mac = String.valueOf(properties.apply("os.name")).startsWith("Mac");
            add(candidates, home + (mac ? "/Library/Caches" : "/.cache"));
        }
        String temporary = properties.apply("java.io.tmpdir");
        if (temporary != null) {
            String user = String.valueOf(properties.apply("user.name")).replaceAll("[^A-Za-z0-9._-]", "_");
            add(candidates, Path.of(temporary, OURS + "-" + user).toString());
        }
        return candidates;
    }

    /** For messages. */
    @Override
    public String toString() {
        List<Path> candidates = candidates();
        return candidates.isEmpty() ? "no directory" : String.valueOf(candidates.get(0));
    }

    private Opened open(Path base) throws IOException {
        boolean shared =
                base.getFileName() != null && base.getFileName().toString().startsWith(OURS + "-");
        if (shared && asked == null) {
            // In a directory where everybody can write, someone else may have created this one.
            OwnerOnly.makeDirectories(parent(base));
            OwnerOnly.claim(base, disk);
        } else {
            OwnerOnly.makeDirectories(base);
        }
        Path root = base.resolve(OURS);
        String readers = OwnerOnly.claim(root, disk);
        Volume volume = volume(root);
        return new Opened(root, maxBytes > 0 ? maxBytes : cap(volume), volume.type(), volume.sharesLocks(), readers);
    }

    /** Where other users' processes are hidden, or in a chroot, Java cannot find the mount of a writable directory. */
    private Volume volume(Path root) {
        try {
            return disk.volume(root);
        } catch (IOException | RuntimeException notTold) {
            return new Volume(UNKNOWN, root.toFile().getTotalSpace(), true);
        }
    }

    private static long cap(Volume volume) {
        long tenth = volume.bytes() / 10;
        if (IN_MEMORY.contains(volume.type().toLowerCase(Locale.ROOT))) {
            return MOST_IN_MEMORY;
        }
        // An unknown file system may be memory as well; and some user-space file systems report no size.
        long most = volume.type().equals(UNKNOWN) ? MOST_IN_MEMORY : MOST;
        return tenth <= 0 ? MOST_IN_MEMORY : Math.max(PipelineSettings.MEGABYTE, Math.min(most, tenth));
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    private static void add(List<Path> candidates, @Nullable String text) {
        try {
            if (text != null && !text.isBlank() && Path.of(text).isAbsolute()) {
                candidates.add(Path.of(text));
            }
        } catch (InvalidPathException useless) {
            // The next one is tried.
        }
    }
}
