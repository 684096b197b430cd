package io.github.azuremonitor.appender.emulator.kql;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, with checks that name the function and the place. */
final class Arguments {
    final Context context;
    final Relation rows;
    final int at;
    final String function;
    private final List<Expr> written;
    private final List<Typed> bound;

    Arguments(Context context, Relation rows, Expr.Call call, List<Typed> bound) {
        this.context = context;
        this.rows = rows;
        this.at = call.at();
        this.function = call.function();
        this.written = call.arguments();
        this.bound = bound;
    }

    int size() {
        return bound.size();
    }

    /** Refuses any other number of arguments. */
    Arguments count(int fewest, int most) {
        if (size() < fewest || size() > most) {
            String wanted = fewest == most ? String.valueOf(fewest) : fewest + " to " + most;
            throw KqlException.semantic(
                    at, "The function '" + function + "' expects " + wanted + " arguments, not " + size());
        }
        return this;
    }

    boolean has(int i) {
        return i < size();
    }

    Typed get(int i) {
        return bound.get(i);
    }

    int at(int i) {
        return written.get(i).at();
    }

    Expr written(int i) {
        return written.get(i);
    }

    /** An argument of one of these types. */
    Eval of(int i, KqlType... types) {
        KqlType type = get(i).type();
        if (!Arrays.asList(types).contains(type)) {
            throw KqlException.semantic(
                    at(i),
                    "The function '" + function + "' expects "
                            + Arrays.stream(types).map(KqlType::keyword).collect(Collectors.joining(" or "))
                            + " here, not " + type.keyword());
        }
        return get(i).eval();
    }

    Eval text(int i) {
        return of(i, KqlType.STRING);
    }

    Eval integer(int i) {
        return of(i, KqlType.INT, KqlType.LONG);
    }

    /** An argument that is the same for each row. */
    @Nullable Object constant(int i) {
        if (!get(i).constant()) {
            throw KqlException.semantic(at(i), "The function '" + function + "' expects a constant here");
        }
        return get(i).value();
    }

    String constantText(int i) {
        text(i);
        return Texts.of(constant(i));
    }

    /** A text given as a literal; a name that stands for one is not enough. */
    String literalText(int i) {
        if (!(written(i) instanceof Expr.Literal)) {
            throw KqlException.semantic(at(i), "The function '" + function + "' expects a literal here");
        }
        return constantText(i);
    }

    /** The type of a {@code typeof()}. */
    KqlType type(int i) {
        if (written(i) instanceof Expr.TypeOf typeOf) {
            return typeOf.type();
        }
        throw KqlException.semantic(at(i), "The function '" + function + "' expects a typeof() here");
    }

    /** The implied name: that of an argument. */
    @Nullable String nameOf(int i) {
        return get(i).name();
    }

    boolean constant() {
        return bound.stream().allMatch(Typed::constant);
    }

    /** A result of the function. */
    Typed gives(KqlType type, Eval eval) {
        return new Typed(type, eval, null, constant());
    }

    /** The same; a column made of it is named after the first argument. */
    Typed givesAsFirst(KqlType type, Eval eval) {
        return gives(type, eval).called(size() == 0 ? null : nameOf(0));
    }
}
