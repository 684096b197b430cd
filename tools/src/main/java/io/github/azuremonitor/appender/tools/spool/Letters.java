package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What no application sends any more: dead letters, and files of the quarantine that can be read after all.
 *
 * @param files whole ones, for the configuration's rule
 * @param leftAlone one line for each file that is not
 */
record Letters(List<Content> files, List<String> leftAlone) {
    static Letters of(List<Folder> folders, PipelineSettings settings) {
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
        return new Letters(files, leftAlone);
    }

    long rows() {
        return files.stream().mapToLong(Content::rows).sum();
    }

    long rowsBefore(long epochMillis) {
        return files.stream()
                .filter(file -> file.newestMillis() < epochMillis)
                .mapToLong(Content::rows)
                .sum();
    }

    private static String why(Folder folder, Content file, PipelineSettings settings) {
        if (file.damage() != null) {
            return "damaged (" + file.damage() + ")";
        }
        if (file.rows() == 0 || file.stream().isEmpty()) {
            return "it has no rows, or does not say for which stream";
        }
        if (!folder.dcrImmutableId().equals(settings.dcrImmutableId())) {
            return "its rows are for the rule " + folder.dcrImmutableId();
        }
        // Dead letters do not say; their rule is in one cloud.
        boolean elsewhere = !folder.audience().isEmpty()
                && !folder.audience().equals(settings.credential().audience());
        return elsewhere ? "its rows are for another cloud, " + folder.audience() : "";
    }
}
