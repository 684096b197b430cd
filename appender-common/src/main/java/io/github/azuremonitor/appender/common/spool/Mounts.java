package io.github.azuremonitor.appender.common.spool;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads Linux's list of mounted file systems, {@code /proc/self/mounts}. */
final class Mounts {
    /** With these options each machine has locks of its own, so two would take the same directory. */
    private static final List<String> LOCAL_LOCKS = List.of("nobrl", "nolock", "local_lock=all", "local_lock=posix");

    private Mounts() {}

    /**
     * Whether all machines that mount a directory's file system see each other's locks.
     *
     * @param lines device, mount point, type and options, separated by blanks
     * @param directory its real path
     */
    static boolean shareLocks(List<String> lines, Path directory) {
        String[] found = {};
        for (String line : lines) {
            String[] parts = line.split(" ");
            if (parts.length > 3
                    && directory.startsWith(path(parts[1]))
                    && (found.length == 0 || parts[1].length() >= found[1].length())) {
                found = parts;
            }
        }
        return found.length == 0 || Arrays.stream(found[3].split(",")).noneMatch(LOCAL_LOCKS::contains);
    }

    /** Blanks and similar characters are written as octal numbers. */
    private static String path(String point) {
        return point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
}
