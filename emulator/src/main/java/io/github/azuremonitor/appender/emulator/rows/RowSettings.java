package io.github.azuremonitor.appender.emulator.rows;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How rows are read and kept.
 *
 * @param keepRows whether rows can be read back; without, they are verified and counted only
 * @param keyColumn the column whose values are counted to find duplicates, null for none
 * @param strict whether an array element that is not an object makes the body unreadable, and time formats are checked
 * @param refuseDuplicateKeys whether a duplicate property in a row makes the body unreadable
 * @param maxInflatedBytes the largest body after inflating
 * @param mostBytes how many bytes of bodies, as received, are kept; the oldest make room for newer ones
 * @param directory where bodies are kept in a file for the next start; null to keep none
 * @param listener receives each accepted row before it is counted, from several threads; null for none
 */
public record RowSettings(
        boolean keepRows,
        @Nullable String keyColumn,
        boolean strict,
        boolean refuseDuplicateKeys,
        int maxInflatedBytes,
        long mostBytes,
        @Nullable Path directory,
        @Nullable Consumer<Row> listener) {}
