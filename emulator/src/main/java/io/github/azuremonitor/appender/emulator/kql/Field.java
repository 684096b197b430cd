package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;

/** A column while a query is prepared: it knows which columns it comes from, so that others need not be read. */
final class Field {
    final String name;
    final KqlType type;
    /** Whether queries do not see it, as the time when a row was received. */
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

    static Field hidden(String name, KqlType type) {
        return new Field(name, type, true, List.of());
    }

    /** Notes that somebody looks at it. */
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
