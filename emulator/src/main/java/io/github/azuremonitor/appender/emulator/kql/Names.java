package io.github.azuremonitor.appender.emulator.kql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives new columns unique names. */
final class Names {
    private final Set<String> taken = new HashSet<>();
    private int unnamed;

    Names() {}

    Names(List<Field> there) {
        there.stream().filter(field -> !field.hidden).forEach(field -> taken.add(field.name));
    }

    /** The name, with a number if it is taken. */
    String free(String name) {
        String free = name;
        for (int i = 1; !taken.add(free); i++) {
            free = name + i;
        }
        return free;
    }

    /** The next name of a column that has none. */
    String unnamed(String prefix) {
        return free(prefix + ++unnamed);
    }

    /** A name that the query says: it must be free. */
    String said(String name, int at) {
        if (!taken.add(name)) {
            throw KqlException.semantic(at, "A column with the name '" + name + "' is already declared");
        }
        return name;
    }

    /** The name of a new column: what the query says, else what it comes from. */
    String of(Expr.Named named, @Nullable String implied) {
        if (named.name() != null) {
            return said(named.name(), named.at());
        }
        boolean column = named.value() instanceof Expr.Name;
        return implied == null ? unnamed("Column") : column ? said(implied, named.at()) : free(implied);
    }
}
