package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import java.util.ArrayList;
import java.util.List;

/** What no application sends any more: dead letters, and quarantined files that turn out to be readable. */
final class DeadLetterFiles {
    private DeadLetterFiles() {}

    /** Complete ones, for the configuration's rule. */
    static FoundFiles of(List<Folder> folders, PipelineSettings settings) {
        var files = new ArrayList<Content>();
        var leftAlone = new ArrayList<String>();
        for (Folder folder : folders) {
            for (Content file : folder.files()) {
                if (file.kind() != Kind.DEAD_LETTER && file.kind() != Kind.BAD) {
                    continue;
                }
                String why = why(folder, file, settings);
                if (why.isEmpty()) {
                    files.add(file);
                } else {
                    leftAlone.add("left alone: " + file.path() + ": " + why);
                }
            }
        }
        return new FoundFiles(files, leftAlone);
    }

    private static String why(Folder folder, Content file, PipelineSettings settings) {
        if (file.damage() != null) {
            return "damaged (" + file.damage() + ")";
        }
        if (file.rows() == 0 || file.stream().isEmpty()) {
            return "it has no rows, or does not say for which stream";
        }
        if (!settings.dcrImmutableIds().contains(folder.dcrImmutableId())) {
            return "its rows are for the rule " + folder.dcrImmutableId();
        }
        // Dead letters do not say; their rule is in one cloud.
        boolean elsewhere = !folder.audience().isEmpty()
                && !folder.audience().equals(settings.credential().audience());
        return elsewhere ? "its rows are for another cloud, " + folder.audience() : "";
    }
}
