package io.github.azuremonitor.appender.emulator.rows;

import io.github.azuremonitor.appender.emulator.kql.KqlColumn;
import io.github.azuremonitor.appender.emulator.kql.KqlTable;
import io.github.azuremonitor.appender.emulator.kql.KqlType;
import io.github.azuremonitor.appender.emulator.kql.KqlValues;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code Usage}: what each table took in each hour, by the time of arrival (Azure Monitor docs, table reference). Azure has it
 * hours later, here it is there at once.
 */
final class UsageTable implements KqlTable {
    static final String NAME = "Usage";

    private static final double MBYTE = 1e6;
    private static final List<KqlColumn> COLUMNS = List.of(
            new KqlColumn("TimeGenerated", KqlType.DATETIME),
            new KqlColumn("StartTime", KqlType.DATETIME),
            new KqlColumn("EndTime", KqlType.DATETIME),
            new KqlColumn("DataType", KqlType.STRING),
            new KqlColumn("Solution", KqlType.STRING),
            new KqlColumn("IsBillable", KqlType.BOOL),
            new KqlColumn("Quantity", KqlType.REAL),
            new KqlColumn("QuantityUnit", KqlType.STRING),
            StoredTable.INGESTED);

    private final List<StoredTable> tables;

    UsageTable(List<StoredTable> tables) {
        this.tables = List.copyOf(tables);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<KqlColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Iterator<@Nullable Object[]> rows(Set<String> wanted) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (StoredTable table : tables) {
            hours(table).forEach((hour, bytes) -> rows.add(row(table.name(), hour, bytes)));
        }
        return rows.iterator();
    }

    private static Map<Instant, Double> hours(StoredTable table) {
        int size = table.columns().indexOf(BilledSize.SIZE);
        int ingested = table.columns().indexOf(StoredTable.INGESTED);
        Map<Instant, Double> hours = new TreeMap<>();
        Iterator<@Nullable Object[]> rows = table.rows(Set.of(BilledSize.SIZE.name(), StoredTable.INGESTED.name()));
        while (rows.hasNext()) {
            @Nullable Object[] row = rows.next();
            Instant at = KqlValues.instant(row[ingested]);
            if (at != null && row[size] instanceof Double bytes) {
                hours.merge(at.truncatedTo(ChronoUnit.HOURS), bytes, Double::sum);
            }
        }
        return hours;
    }

    private static @Nullable Object[] row(String table, Instant hour, double bytes) {
        Object start = KqlValues.read(hour);
        Object end = KqlValues.read(hour.plus(Duration.ofHours(1)));
        return new Object[] {start, start, end, table, "LogManagement", true, bytes / MBYTE, "MBytes", end};
    }
}
