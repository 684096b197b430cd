package io.github.azuremonitor.appender.common.rule;

import io.github.azuremonitor.appender.common.column.AzureTable;
import io.github.azuremonitor.appender.common.column.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of Azure's side of one stream, and how the columns agree with it. */
public sealed interface StreamCheck {
    /** The stream's name. */
    String stream();

    /** The columns to send. */
    List<Column> kept();

    /**
     * With what a rule declares.
     *
     * @param kept the declared ones, because Azure bills and drops the others; all if none is declared, because then
     *     something is wrong with the rule
     * @param misfits one sentence for each column that Azure would drop or lose
     * @param unused declared columns that are not sent and stay empty
     */
    record Compared(DeclaredStream declared, List<Column> kept, List<String> misfits, List<String> unused)
            implements StreamCheck {
        /** Copies the lists. */
        public Compared {
            kept = List.copyOf(kept);
            misfits = List.copyOf(misfits);
            unused = List.copyOf(unused);
        }

        @Override
        public String stream() {
            return declared.name();
        }
    }

    /**
     * Without a rule: only Azure's own tables are known.
     *
     * @param fault why the rule that is given says nothing about the stream, or null
     * @param doubt about Azure's own table, or null
     * @param tableFaults what Azure's own table cannot take, so that nothing should be sent
     */
    record Unchecked(
            String stream,
            List<Column> kept,
            @Nullable String fault,
            @Nullable String doubt,
            List<String> tableFaults) implements StreamCheck {
        /** Copies the lists. */
        public Unchecked {
            kept = List.copyOf(kept);
            tableFaults = List.copyOf(tableFaults);
        }
    }

    /**
     * Without a rule.
     *
     * @param fault why the rule that is given says nothing about the stream, or null
     */
    static Unchecked without(String stream, List<Column> columns, @Nullable String fault) {
        AzureTable table = AzureTable.ofStream(stream);
        return new Unchecked(
                stream,
                columns,
                fault,
                table == null ? null : table.doubt(),
                table == null ? List.of() : table.faults(columns));
    }
}
