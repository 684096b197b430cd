package io.github.azuremonitor.appender.emulator.kql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of numbers, and hashes. */
final class NumberFunctions {
    static final Map<String, Function> ALL = Map.of(
            "bin", NumberFunctions::bin,
            "floor", NumberFunctions::bin,
            "abs", NumberFunctions::abs,
            "round", NumberFunctions::round,
            "hash", NumberFunctions::hash,
            "hash_sha256", NumberFunctions::sha256);

    private NumberFunctions() {}

    private static Typed bin(Arguments call) {
        Typed value = call.count(2, 2).get(0);
        Typed size = call.get(1);
        boolean times = (value.type() == KqlType.DATETIME || value.type() == KqlType.TIMESPAN)
                && size.type() == KqlType.TIMESPAN;
        if (!times && !(value.type().isNumber() && size.type().isNumber())) {
            throw KqlException.semantic(
                    call.at(1),
                    "The function '" + call.function + "' is not defined for "
                            + value.type().keyword() + " and " + size.type().keyword());
        }
        boolean real = value.type() == KqlType.REAL || size.type() == KqlType.REAL;
        KqlType type = times ? value.type() : real ? KqlType.REAL : KqlType.LONG;
        Eval of = value.eval();
        Eval by = size.eval();
        return call.givesAsFirst(type, row -> {
            Object number = of.of(row);
            Object step = by.of(row);
            return number == null || step == null ? null : bin(type, number, step);
        });
    }

    private static @Nullable Object bin(KqlType type, Object value, Object size) {
        if (type == KqlType.REAL) {
            double step = ((Number) size).doubleValue();
            return step <= 0 ? null : (Double) (Math.floor(((Number) value).doubleValue() / step) * step);
        }
        boolean number = type == KqlType.LONG;
        long step = number ? ((Number) size).longValue() : Arithmetic.ticks(size);
        if (step <= 0) {
            return null;
        }
        long of = number ? ((Number) value).longValue() : Arithmetic.ticks(value);
        long floor = Math.floorDiv(of, step) * step;
        return number ? (Object) floor : type == KqlType.DATETIME ? new Moment(floor) : new Span(floor);
    }

    private static Typed abs(Arguments call) {
        Typed of = call.count(1, 1).get(0);
        Eval eval = call.of(0, KqlType.INT, KqlType.LONG, KqlType.REAL, KqlType.TIMESPAN);
        KqlType type = of.type() == KqlType.INT ? KqlType.LONG : of.type();
        return call.givesAsFirst(type, row -> {
            Object value = eval.of(row);
            if (value instanceof Span span) {
                return new Span(Math.abs(span.ticks()));
            }
            if (value instanceof Double real) {
                return Math.abs(real);
            }
            return value instanceof Number number ? (Object) Math.abs(number.longValue()) : null;
        });
    }

    private static Typed round(Arguments call) {
        Eval eval = call.count(1, 2).of(0, KqlType.REAL);
        Object digits = 0L;
        if (call.has(1)) {
            call.of(1, KqlType.LONG);
            digits = call.constant(1);
        }
        int scale = digits == null ? 0 : (int) Math.max(-300, Math.min(300, ((Number) digits).longValue()));
        return call.givesAsFirst(KqlType.REAL, row -> {
            Object value = eval.of(row);
            if (!(value instanceof Double real) || real.isNaN() || real.isInfinite()) {
                return value;
            }
            return BigDecimal.valueOf(real)
                    .setScale(scale, RoundingMode.HALF_UP)
                    .doubleValue();
        });
    }

    private static Typed hash(Arguments call) {
        call.count(1, 2);
        KqlType type = call.get(0).type();
        if (type != KqlType.STRING && type != KqlType.DATETIME) { // Microsoft's pages show results of these only
            throw KqlException.unsupported(call.at(0), "The function hash() of a " + type.keyword());
        }
        Eval value = call.get(0).eval();
        Eval modulus = call.has(1) ? call.integer(1) : null;
        return call.gives(KqlType.LONG, row -> {
            Object of = value.of(row);
            if (of == null) {
                throw KqlException.unsupported(call.at(0), "The function hash() of a null");
            }
            long hash = XxHash.of(of instanceof Moment moment ? bytes(moment) : bytes(Texts.of(of)));
            Object by = modulus == null ? null : modulus.of(row);
            if (modulus == null) {
                return hash;
            }
            long mod = by == null ? 0 : ((Number) by).longValue();
            return mod == 0 ? null : (Long) Math.floorMod(hash, Math.abs(mod));
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Moment moment) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(moment.ticks())
                .array();
    }

    private static Typed sha256(Arguments call) {
        call.count(1, 1);
        KqlType type = call.get(0).type();
        if (type != KqlType.STRING && type != KqlType.DATETIME) { // the page shows results of these only
            throw KqlException.unsupported(call.at(0), "The function hash_sha256() of a " + type.keyword());
        }
        Eval text = call.get(0).eval();
        return call.gives(KqlType.STRING, row -> {
            Object of = text.of(row);
            if (of == null) {
                throw KqlException.unsupported(call.at(0), "The function hash_sha256() of a null");
            }
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                return HexFormat.of().formatHex(digest.digest(bytes(Texts.of(of))));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        });
    }
}
