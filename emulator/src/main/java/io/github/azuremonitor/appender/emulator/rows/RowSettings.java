package io.github.azuremonitor.appender.emulator.rows;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How rows are read and kept.
 *
 * @param keepRows whether rows can be read back; without, they are verified and counted only
 * @param keyColumn the column whose values are counted to find duplicates, null for none
 * @param strict whether an array element that is no object spoils the body, and time formats are complained about
 * @param refuseDuplicateKeys whether a row with one property twice spoils the body
 * @param maxInflatedBytes the largest body after inflating
 * @param mostBytes how many bytes of bodies, as they came, are kept; the oldest make room for newer ones
 * @param listener is told each accepted row before it is counted, by several threads; null for nobody
 */
public record RowSettings(
        boolean keepRows,
        @Nullable String keyColumn,
        boolean strict,
        boolean refuseDuplicateKeys,
        int maxInflatedBytes,
        long mostBytes,
        @Nullable Consumer<Row> listener) {}
