package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code join}: the right side is kept in memory, the left one streams. A null key matches nothing. */
final class Joins {
    private static final Set<String> KINDS = Set.of("inner", "innerunique", "leftouter", "leftsemi", "leftanti");
    private static final Set<String> REFUSED =
            Set.of("rightouter", "fullouter", "rightsemi", "rightanti", "anti", "leftantisemi", "rightantisemi");

    private Joins() {}

    static Relation bind(Watch watch, Relation left, Relation right, Step.Join join) {
        if (!KINDS.contains(join.kind())) {
            throw REFUSED.contains(join.kind())
                    ? KqlException.unsupported(join.kindAt(), "The kind of join " + join.kind())
                    : KqlException.semantic(join.kindAt(), "'" + join.kind() + "' is no kind of join");
        }
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        join.on().forEach(on -> key(left, right, on, leftKeys, rightKeys));
        boolean leftOnly = join.kind().equals("leftsemi") || join.kind().equals("leftanti");
        List<Integer> fromLeft = left.visible();
        List<Integer> fromRight = leftOnly ? List.of() : right.visible();
        List<Field> fields = new ArrayList<>();
        Names names = new Names();
        fromLeft.forEach(i -> fields.add(copy(left.fields().get(i), names)));
        fromRight.forEach(i -> fields.add(copy(right.fields().get(i), names)));
        return new Relation(fields, () -> {
            Map<List<Object>, List<@Nullable Object[]>> table = table(right, rightKeys);
            Set<List<Object>> seen = new HashSet<>();
            return Rows.expanded(
                    left.rows().open(),
                    row -> {
                        List<Object> key = key(row, leftKeys);
                        if (join.kind().equals("innerunique") && key != null && !seen.add(key)) {
                            return List.of();
                        }
                        List<@Nullable Object[]> met = key == null ? List.of() : table.getOrDefault(key, List.of());
                        return joined(join.kind(), row, met, fromLeft, fromRight, right);
                    },
                    watch);
        });
    }

    private static Field copy(Field field, Names names) {
        return new Field(names.free(field.name), field.type, List.of(field));
    }

    private static List<@Nullable Object[]> joined(
            String kind,
            @Nullable Object[] row,
            List<@Nullable Object[]> met,
            List<Integer> fromLeft,
            List<Integer> fromRight,
            Relation right) {
        if (kind.equals("leftsemi") || kind.equals("leftanti")) {
            return met.isEmpty() == kind.equals("leftanti")
                    ? List.<@Nullable Object[]>of(row(row, fromLeft))
                    : List.of();
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (@Nullable Object[] other : met) {
            rows.add(concat(row(row, fromLeft), row(other, fromRight)));
        }
        if (met.isEmpty() && kind.equals("leftouter")) {
            @Nullable Object[] nothing = fromRight.stream()
                    .map(i -> Convert.to(right.fields().get(i).type, null))
                    .toArray();
            rows.add(concat(row(row, fromLeft), nothing));
        }
        return rows;
    }

    private static @Nullable Object[] row(@Nullable Object[] of, List<Integer> places) {
        @Nullable Object[] row = new Object[places.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = of[places.get(i)];
        }
        return row;
    }

    private static @Nullable Object[] concat(@Nullable Object[] left, @Nullable Object[] right) {
        @Nullable Object[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static Map<List<Object>, List<@Nullable Object[]>> table(Relation right, List<Integer> keys) {
        Map<List<Object>, List<@Nullable Object[]>> table = new HashMap<>();
        for (Iterator<@Nullable Object[]> rows = right.rows().open(); rows.hasNext(); ) {
            @Nullable Object[] row = rows.next();
            List<Object> key = key(row, keys);
            if (key != null) {
                table.computeIfAbsent(key, ignored -> new ArrayList<>()).add(row);
            }
        }
        return table;
    }

    /** Null if any part of it is. Integers of different width match. */
    private static @Nullable List<Object> key(@Nullable Object[] row, List<Integer> places) {
        List<Object> key = new ArrayList<>(places.size());
        for (int place : places) {
            Object value = row[place];
            if (value == null) {
                return null;
            }
            key.add(value instanceof Integer number ? (Object) number.longValue() : value);
        }
        return key;
    }

    /** {@code Name}, or {@code $left.Name == $right.Other}; several are joined by {@code and}. */
    private static void key(Relation left, Relation right, Expr on, List<Integer> leftKeys, List<Integer> rightKeys) {
        if (on instanceof Expr.Name name) {
            add(left, right, on.at(), name.name(), name.name(), leftKeys, rightKeys);
            return;
        }
        if (on instanceof Expr.Binary binary && binary.operator().equals("and")) {
            key(left, right, binary.left(), leftKeys, rightKeys);
            key(left, right, binary.right(), leftKeys, rightKeys);
            return;
        }
        if (on instanceof Expr.Binary binary && binary.operator().equals("==")) {
            String one = side(binary.left(), "$left");
            String other = side(binary.right(), "$right");
            boolean turned = one == null && other == null;
            String leftName = turned ? side(binary.right(), "$left") : one;
            String rightName = turned ? side(binary.left(), "$right") : other;
            if (leftName != null && rightName != null) {
                add(left, right, on.at(), leftName, rightName, leftKeys, rightKeys);
                return;
            }
        }
        throw KqlException.semantic(on.at(), "A join is on a column of both sides, or on $left.One == $right.Other");
    }

    private static @Nullable String side(Expr expr, String side) {
        return expr instanceof Expr.Member member
                        && member.of() instanceof Expr.Name of
                        && of.name().equals(side)
                ? member.name()
                : null;
    }

    private static void add(
            Relation left,
            Relation right,
            int at,
            String leftName,
            String rightName,
            List<Integer> leftKeys,
            List<Integer> rightKeys) {
        int one = left.indexOf(leftName);
        int other = right.indexOf(rightName);
        if (one < 0 || other < 0) {
            throw KqlException.semantic(
                    at,
                    "The name '" + (one < 0 ? leftName : rightName) + "' does not refer to any known column of the "
                            + (one < 0 ? "left" : "right") + " side");
        }
        Field leftField = left.fields().get(one);
        Field rightField = right.fields().get(other);
        boolean fits = leftField.type == rightField.type || (leftField.type.isInteger() && rightField.type.isInteger());
        if (!fits || leftField.type == KqlType.DYNAMIC) {
            throw KqlException.semantic(
                    at,
                    "The columns of a join must have one type that is not dynamic; these are "
                            + leftField.type.keyword() + " and " + rightField.type.keyword());
        }
        leftField.use();
        rightField.use();
        leftKeys.add(one);
        rightKeys.add(other);
    }
}
