package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The constants of an enum as words in lower case with hyphens: {@code MANAGED_IDENTITY} is {@code managed-identity}.
 *
 * @param constants all constants
 * @param <E> the enum
 */
record EnumParser<E extends Enum<E>>(List<E> constants) implements ValueParser<E> {

    static <E extends Enum<E>> EnumParser<E> of(E[] constants) {
        return new EnumParser<>(Arrays.asList(constants));
    }

    /** The word that a user writes for the constant. */
    static String word(Enum<?> constant) {
        return kebab(constant.name());
    }

    /** {@code MAX_BLOCK} is {@code max-block}. */
    static String kebab(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E read(String text) throws Refused {
        for (E constant : constants) {
            if (word(constant).equalsIgnoreCase(text)) {
                return constant;
            }
        }
        List<String> words = constants.stream().map(EnumParser::word).toList();
        String nearest = NameMatch.nearest(text, words);
        throw new Refused("is none of " + String.join(", ", words) + (nearest == null ? "" : "; write " + nearest));
    }
}
