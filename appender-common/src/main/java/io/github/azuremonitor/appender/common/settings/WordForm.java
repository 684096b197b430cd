package io.github.azuremonitor.appender.common.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The constants of an enum as words in lower case with hyphens: {@code MANAGED_IDENTITY} is {@code managed-identity}.
 *
 * @param constants all constants
 * @param <E> the enum
 */
record WordForm<E extends Enum<E>>(List<E> constants) implements Form<E> {

    static <E extends Enum<E>> WordForm<E> of(E[] constants) {
        return new WordForm<>(Arrays.asList(constants));
    }

    /** The word that a user writes for the constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E read(String text) throws Refused {
        for (E constant : constants) {
            if (word(constant).equalsIgnoreCase(text)) {
                return constant;
            }
        }
        List<String> words = constants.stream().map(WordForm::word).toList();
        String nearest = Names.nearest(text, words);
        throw new Refused("is none of " + String.join(", ", words) + (nearest == null ? "" : "; write " + nearest));
    }
}
