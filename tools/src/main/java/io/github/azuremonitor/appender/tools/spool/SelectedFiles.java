package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Holder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The part of a spool that the user chose by rule and stream.
 *
 * @param files waiting files by directory; no process holds these
 * @param leftAlone one line for each chosen directory that is held
 */
record SelectedFiles(Map<Folder, List<Content>> files, List<String> leftAlone) {
    static SelectedFiles of(List<Folder> folders, Predicate<Folder> meant, Predicate<String> streams) {
        var files = new LinkedHashMap<Folder, List<Content>>();
        var leftAlone = new ArrayList<String>();
        for (Folder folder : folders) {
            List<Content> here = folder.files().stream()
                    .filter(file -> WaitingFiles.canBeSent(file) && streams.test(file.stream()))
                    .toList();
            if (here.isEmpty() || !meant.test(folder)) {
                continue;
            }
            if (folder.holder() == Holder.NOBODY) {
                files.put(folder, here);
            } else {
                leftAlone.add(inUse(folder));
            }
        }
        return new SelectedFiles(files, leftAlone);
    }

    /** Why a directory is not touched. */
    static String inUse(Folder folder) {
        return "left alone: " + folder.path()
                + (folder.holder() == Holder.UNKNOWN
                        ? ": whether a process uses it cannot be told"
                        : ": a running process uses it; stop that first");
    }

    Stream<Content> all() {
        return files.values().stream().flatMap(List::stream);
    }

    long rows() {
        return all().mapToLong(Content::rows).sum();
    }

    /** One line for each rule and stream, with its number of rows. */
    List<String> sums() {
        var sums = new TreeMap<String, Long>();
        files.forEach((folder, here) -> here.forEach(file -> sums.merge(
                "for " + file.stream() + " of the rule " + folder.dcrImmutableId(), (long) file.rows(), Long::sum)));
        return sums.entrySet().stream()
                .map(sum -> "  " + sum.getValue() + " rows " + sum.getKey())
                .toList();
    }
}
