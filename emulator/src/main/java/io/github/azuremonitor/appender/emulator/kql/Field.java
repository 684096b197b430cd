package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;

/** A column while a query is prepared: it knows which columns it comes from, so that others need not be read. */
final class Field {
    final String name;
    final KqlType type;
    /** Whether it is none of "all columns", such as the time of arrival, and what Azure says of a row's bill. */
    final boolean hidden;

    private final List<Field> from;
    private boolean used;

    private Field(String name, KqlType type, boolean hidden, List<Field> from) {
        this.name = name;
        this.type = type;
        this.hidden = hidden;
        this.from = from;
    }

    Field(String name, KqlType type) {
        this(name, type, false, List.of());
    }

    /** A column that is a copy of others. */
    Field(String name, KqlType type, List<Field> from) {
        this(name, type, false, from);
    }

    static Field hidden(String name, KqlType type, List<Field> from) {
        return new Field(name, type, true, from);
    }

    /** Whether queries may name it. */
    boolean hasName() {
        return !hidden || name.charAt(0) == '_';
    }

    /** Marks it as used. */
    void use() {
        if (!used) {
            used = true;
            from.forEach(Field::use);
        }
    }

    boolean used() {
        return used;
    }

    Field called(String other) {
        return new Field(other, type, List.of(this));
    }
}
