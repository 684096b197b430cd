package io.github.azuremonitor.appender.common.column;

import java.util.List;
import java.util.stream.Stream;

/** What a column's value is made of. */
public sealed interface Content {
    /** All sources in the order in which they are written. */
    Stream<Source> sources();

    /**
     * The first of some sources that has a value.
     *
     * @param candidates at least one, none of them a wildcard
     */
    record Choice(List<Source> candidates) implements Content {
        /** Copies the list. */
        public Choice {
            candidates = List.copyOf(candidates);
        }

        @Override
        public Stream<Source> sources() {
            return candidates.stream();
        }
    }

    /**
     * A JSON object. Of fields with the same name the later one is written.
     *
     * @param fields at least one
     * @param except wildcard patterns of keys that no wildcard here takes, in any case of letters
     */
    record Fields(List<Field> fields, List<String> except) implements Content {
        /** Copies the lists. */
        public Fields {
            fields = List.copyOf(fields);
            except = List.copyOf(except);
        }

        @Override
        public Stream<Source> sources() {
            return fields.stream().flatMap(field -> field.candidates().stream());
        }
    }

    /**
     * One field of an object, or all those that a wildcard takes.
     *
     * @param candidates the first that has a value counts; a wildcard stands alone
     * @param name name of the field; of a wildcard the pattern of the names, whose {@code *} is what the wildcard's own
     *     {@code *} stood for
     */
    record Field(List<Source> candidates, String name) {
        /** Copies the list. */
        public Field {
            candidates = List.copyOf(candidates);
        }

        /** The wildcard or the first candidate. */
        public Source first() {
            return candidates.get(0);
        }
    }
}
