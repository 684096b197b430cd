package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import java.util.List;

/**
 * The part of a spool that one configuration can send.
 *
 * @param files with rows
 * @param leftAlone one line for each directory or file that is not sent, with the reason
 */
record FoundFiles(List<Content> files, List<String> leftAlone) {
    FoundFiles {
        files = List.copyOf(files);
        leftAlone = List.copyOf(leftAlone);
    }

    long rows() {
        return files.stream().mapToLong(Content::rows).sum();
    }

    /** Rows in files whose newest one is older. */
    long rowsBefore(long epochMillis) {
        return files.stream()
                .filter(file -> file.newestMillis() < epochMillis)
                .mapToLong(Content::rows)
                .sum();
    }
}
