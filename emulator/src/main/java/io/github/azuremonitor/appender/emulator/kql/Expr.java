package io.github.azuremonitor.appender.emulator.kql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scalar expression as it is written; {@code at} is where it begins. */
sealed interface Expr {
    int at();

    record Literal(int at, KqlType type, @Nullable Object value) implements Expr {}

    record Name(int at, String name) implements Expr {}

    /** All columns. */
    record Star(int at) implements Expr {}

    /** {@code typeof(long)}. */
    record TypeOf(int at, KqlType type) implements Expr {}

    record Member(int at, Expr of, String name) implements Expr {}

    record Element(int at, Expr of, Expr index) implements Expr {}

    record Call(int at, String function, List<Expr> arguments) implements Expr {}

    record Sign(int at, boolean minus, Expr of) implements Expr {}

    record Binary(int at, String operator, Expr left, Expr right) implements Expr {}

    /** {@code in}, {@code has_any} and the like, with a list or with a query. */
    record Among(
            int at,
            String operator,
            Expr of,
            List<Expr> list,
            @Nullable Pipe query) implements Expr {}

    record Between(int at, boolean not, Expr of, Expr low, Expr high) implements Expr {}

    /** An expression that may have been given a name. */
    record Named(int at, @Nullable String name, Expr value) {}
}
