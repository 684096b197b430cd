package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import java.util.ArrayList;
import java.util.List;

/** What applications have not sent yet. */
final class WaitingFiles {
    private WaitingFiles() {}

    /** In directories that no process holds and whose rule is the configuration's. */
    static FoundFiles of(List<Folder> folders, PipelineSettings settings) {
        var files = new ArrayList<Content>();
        var leftAlone = new ArrayList<String>();
        for (Folder folder : folders) {
            List<Content> here =
                    folder.files().stream().filter(WaitingFiles::canBeSent).toList();
            if (!here.isEmpty()) {
                String why = why(folder, settings);
                if (why.isEmpty()) {
                    files.addAll(here);
                } else {
                    leftAlone.add("left alone: " + folder.path() + ": " + why);
                }
            }
        }
        return new FoundFiles(files, leftAlone);
    }

    /** Whether it is neither a dead letter nor quarantined. */
    static boolean canBeSent(Content file) {
        boolean waits = file.kind() == Kind.BATCH || file.kind() == Kind.UNFINISHED || file.kind() == Kind.JOURNAL;
        return waits && file.rows() > 0;
    }

    private static String why(Folder folder, PipelineSettings settings) {
        if (!settings.dcrImmutableIds().contains(folder.dcrImmutableId())) {
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
