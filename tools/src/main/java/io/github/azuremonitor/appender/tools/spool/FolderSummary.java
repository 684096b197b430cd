package io.github.azuremonitor.appender.tools.spool;

import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Describes a directory in a few lines. */
final class FolderSummary {
    private final Folder folder;

    FolderSummary(Folder folder) {
        this.folder = folder;
    }

    /** Whether it needs no attention. */
    boolean isSound() {
        return folder.files().stream().allMatch(FolderSummary::isSound);
    }

    void print(PrintWriter out, boolean eachFile) {
        out.println(folder.path());
        out.println("  " + whose());
        for (Kind kind : Kind.values()) {
            List<Content> files =
                    folder.files().stream().filter(file -> file.kind() == kind).toList();
            if (!files.isEmpty()) {
                printKind(out, kind, files, eachFile);
            }
        }
        if (folder.files().isEmpty()) {
            out.println("  empty");
        }
    }

    private String whose() {
        if (folder.files().stream().anyMatch(file -> file.kind() == Kind.DEAD_LETTER)) {
            return "rows that the rule " + folder.dcrImmutableId() + " refused";
        }
        String rule = folder.dcrImmutableId().isEmpty()
                ? "for an unknown rule"
                : "for the rule " + folder.dcrImmutableId() + ", tokens for " + folder.audience();
        return rule
                + switch (folder.holder()) {
                    case NOBODY -> "; free";
                    case A_PROCESS -> "; in use by a running process";
                    case UNKNOWN -> "; whether it is in use cannot be told";
                };
    }

    private static void printKind(PrintWriter out, Kind kind, List<Content> files, boolean eachFile) {
        long bytes = files.stream().mapToLong(Content::bytes).sum();
        List<Content> withRows = files.stream().filter(file -> file.rows() > 0).toList();
        out.println("  " + word(kind) + ": " + counted(files.size(), "file") + ", "
                + counted(withRows.stream().mapToLong(Content::rows).sum(), "row") + ", " + counted(bytes, "byte")
                + span(withRows));
        for (Content file : files) {
            if (eachFile || file.damage() != null) {
                out.println("    " + file.path().getFileName() + ": " + described(file));
            }
        }
    }

    private static String described(Content file) {
        String rows =
                file.rows() == 0 ? "" : counted(file.rows(), "row") + " for " + file.stream() + span(List.of(file));
        String damage = file.damage() == null ? "" : "damaged (" + file.damage() + ")";
        String both = rows + (rows.isEmpty() || damage.isEmpty() ? "" : "; ") + damage;
        return both.isEmpty() ? "no row yet" : both;
    }

    private static String span(List<Content> files) {
        if (files.isEmpty()) {
            return "";
        }
        long oldest = files.stream().mapToLong(Content::oldestMillis).min().orElseThrow();
        long newest = files.stream().mapToLong(Content::newestMillis).max().orElseThrow();
        return ", from " + Instant.ofEpochMilli(oldest) + " to " + Instant.ofEpochMilli(newest);
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case BATCH -> "waiting";
            case UNFINISHED -> "being written, or left half written";
            case JOURNAL -> "journal";
            case BAD -> "quarantine";
            case DEAD_LETTER -> "refused";
        };
    }

    private static boolean isSound(Content file) {
        boolean perhapsStillWritten = file.kind() == Kind.UNFINISHED;
        boolean toLookAt = file.kind() == Kind.BAD || file.kind() == Kind.DEAD_LETTER;
        return !toLookAt && (file.damage() == null || perhapsStillWritten);
    }

    private static String counted(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }
}
