package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** {@code sort} and {@code top}. Rows are kept in memory. NaN and null stand together (Kusto docs, "sort operator"). */
final class Sorts {
    private record Key(Eval eval, boolean ascending, boolean nullsFirst) {}

    private static final class Keyed {
        private final @Nullable Object[] row;
        private final @Nullable Object[] keys;
        private final long number; // equal rows stay as they came

        private Keyed(@Nullable Object[] row, @Nullable Object[] keys, long number) {
            this.row = row;
            this.keys = keys;
            this.number = number;
        }
    }

    private Sorts() {}

    /** Keeps no more rows than come out. */
    static Relation top(ExprBinder in, List<Step.Order> orders, long most) {
        List<Key> keys = keys(in, orders);
        return new Relation(in.rows().fields(), () -> {
            Comparator<Keyed> comparator = comparator(keys);
            var project = Rows.project(keys.stream().map(Key::eval).toList());
            PriorityQueue<Keyed> best = new PriorityQueue<>(comparator.reversed());
            long number = 0;
            for (Iterator<@Nullable Object[]> rows = in.rows().rows().open(); rows.hasNext(); ) {
                @Nullable Object[] row = rows.next();
                best.add(new Keyed(row, project.apply(row), number++));
                if (best.size() > most) {
                    best.remove();
                }
            }
            return best.stream().sorted(comparator).map(keyed -> keyed.row).iterator();
        });
    }

    static Relation sort(ExprBinder in, List<Step.Order> orders) {
        List<Key> keys = keys(in, orders);
        return new Relation(in.rows().fields(), () -> sorted(in.rows(), keys));
    }

    private static List<Key> keys(ExprBinder in, List<Step.Order> orders) {
        List<Key> keys = new ArrayList<>();
        for (Step.Order order : orders) {
            Typed by = in.bind(order.by());
            if (!by.type().isOrdered()) {
                throw KqlException.semantic(order.by().at(), "A dynamic has no order; convert it, by tostring() say");
            }
            Boolean nullsFirst = order.nullsFirst();
            keys.add(new Key(by.eval(), order.ascending(), nullsFirst == null ? order.ascending() : nullsFirst));
        }
        return keys;
    }

    private static Iterator<@Nullable Object[]> sorted(Relation in, List<Key> keys) {
        var project = Rows.project(keys.stream().map(Key::eval).toList());
        List<Keyed> rows = new ArrayList<>();
        in.rows().open().forEachRemaining(row -> rows.add(new Keyed(row, project.apply(row), rows.size())));
        rows.sort(comparator(keys));
        return rows.stream().map(keyed -> keyed.row).iterator();
    }

    private static Comparator<Keyed> comparator(List<Key> keys) {
        return (one, other) -> {
            for (int i = 0; i < keys.size(); i++) {
                int order = compare(one.keys[i], other.keys[i], keys.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Long.compare(one.number, other.number);
        };
    }

    private static int compare(@Nullable Object a, @Nullable Object b, Key key) {
        int rankA = rank(a);
        int rankB = rank(b);
        if (rankA != 0 || rankB != 0) {
            // null, NaN, values; or values, NaN, null
            return key.nullsFirst() ? Integer.compare(rankB, rankA) : Integer.compare(rankA, rankB);
        }
        if (a == null || b == null) {
            return 0;
        }
        int order = Comparison.compare(a, b);
        return key.ascending() ? order : -order;
    }

    private static int rank(@Nullable Object value) {
        return value == null ? 2 : value instanceof Double real && real.isNaN() ? 1 : 0;
    }
}
