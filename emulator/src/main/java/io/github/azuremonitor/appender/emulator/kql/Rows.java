package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Iterators of rows, made of others. */
final class Rows {
    private Rows() {}

    /** Rows one after the other, as a function gives them, null at the end. */
    private abstract static class Stream implements Iterator<@Nullable Object[]> {
        private @Nullable Object @Nullable [] next;
        private boolean begun;

        abstract @Nullable Object @Nullable [] advance();

        @Override
        public boolean hasNext() {
            if (!begun) {
                next = advance();
                begun = true;
            }
            return next != null;
        }

        @Override
        public @Nullable Object[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            begun = false;
            return next;
        }
    }

    static Iterator<@Nullable Object[]> stream(Supplier<@Nullable Object @Nullable []> advance) {
        return new Stream() {
            @Override
            @Nullable Object @Nullable [] advance() {
                return advance.get();
            }
        };
    }

    static Iterator<@Nullable Object[]> watched(Iterator<@Nullable Object[]> rows, Watch watch) {
        return mapped(rows, row -> {
            watch.read();
            return row;
        });
    }

    static Iterator<@Nullable Object[]> mapped(
            Iterator<@Nullable Object[]> rows, UnaryOperator<@Nullable Object[]> change) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return change.apply(rows.next());
            }
        };
    }

    static Iterator<@Nullable Object[]> filtered(Iterator<@Nullable Object[]> rows, Eval condition) {
        return stream(() -> {
            while (rows.hasNext()) {
                @Nullable Object[] row = rows.next();
                if (Boolean.TRUE.equals(condition.of(row))) {
                    return row;
                }
            }
            return null;
        });
    }

    static Iterator<@Nullable Object[]> limited(Iterator<@Nullable Object[]> rows, long most) {
        long[] left = {most};
        return stream(() -> left[0]-- > 0 && rows.hasNext() ? rows.next() : null);
    }

    /** Any number of rows for each. */
    static Iterator<@Nullable Object[]> expanded(
            Iterator<@Nullable Object[]> rows,
            Function<@Nullable Object[], List<@Nullable Object[]>> expand,
            Watch watch) {
        Deque<@Nullable Object[]> waiting = new ArrayDeque<>();
        return stream(() -> {
            while (waiting.isEmpty() && rows.hasNext()) {
                waiting.addAll(expand.apply(rows.next()));
            }
            watch.met();
            return waiting.poll();
        });
    }

    static UnaryOperator<@Nullable Object[]> project(List<Eval> evals) {
        Eval[] each = evals.toArray(Eval[]::new);
        return row -> {
            @Nullable Object[] out = new Object[each.length];
            for (int i = 0; i < each.length; i++) {
                out[i] = each[i].of(row);
            }
            return out;
        };
    }
}
