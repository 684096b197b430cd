package io.github.azuremonitor.appender.emulator.kql;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Values as text, as {@code tostring} has them. */
final class Texts {
    private Texts() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return real(number);
        }
        if (value instanceof JsonNode node) {
            return node.isTextual() ? node.textValue() : node.isDouble() ? real(node.doubleValue()) : node.toString();
        }
        return value.toString();
    }

    private static String real(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "∞" : "-∞";
        }
        if (Double.isNaN(number)) {
            return "NaN";
        }
        double size = Math.abs(number);
        if (size != 0 && (size >= 1e15 || size < 1e-5)) {
            return Double.toString(number).replace("E-", "e-").replaceFirst("E(?=\\d)", "e+");
        }
        String plain = BigDecimal.valueOf(number).toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
}
