package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a spool one configuration can send.
 *
 * @param files with rows, in directories that nobody holds and whose rule is the configuration's
 * @param leftAlone one line for each directory that is not sent from
 */
record Waiting(List<Content> files, List<String> leftAlone) {
    static Waiting of(List<Folder> folders, PipelineSettings settings) {
        var files = new ArrayList<Content>();
        var leftAlone = new ArrayList<String>();
        for (Folder folder : folders) {
            List<Content> here =
                    folder.files().stream().filter(Waiting::canBeSent).toList();
            if (!here.isEmpty()) {
                String why = why(folder, settings);
                if (why.isEmpty()) {
                    files.addAll(here);
                } else {
                    leftAlone.add("left alone: " + folder.path() + ": " + why);
                }
            }
        }
        return new Waiting(files, leftAlone);
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

    /** Whether it is no dead letter and not of the quarantine. */
    static boolean canBeSent(Content file) {
        boolean waits = file.kind() == Kind.BATCH || file.kind() == Kind.UNFINISHED || file.kind() == Kind.JOURNAL;
        return waits && file.rows() > 0;
    }

    private static String why(Folder folder, PipelineSettings settings) {
        if (!folder.dcrImmutableId().equals(settings.dcrImmutableId())) {
            return "its rows are for the rule " + folder.dcrImmutableId();
        }
        if (!folder.audience().equals(settings.credential().audience())) {
            return "its rows are for another cloud, " + folder.audience();
        }
        return switch (folder.holder()) {
            case NOBODY -> "";
            case A_PROCESS -> "a running process uses it and sends what is in it";
            case UNKNOWN -> "whether a process uses it cannot be told";
        };
    }
}
