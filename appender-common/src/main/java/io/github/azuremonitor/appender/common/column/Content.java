package io.github.azuremonitor.appender.common.column;

import java.util.ArrayList;
import java.util.List;

/** What a column's value consists of. */
public sealed interface Content {
    /** All sources in the order in which they are written. */
    List<Source> sources();

    /** Whether one of them is of that kind. */
    default boolean reads(Source.Kind kind) {
        for (Source source : sources()) {
            if (source.kind() == kind) {
                return true;
            }
        }
        return false;
    }

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
        public List<Source> sources() {
            return candidates;
        }
    }

    /**
     * A JSON object. Of fields with the same name the last one is written.
     *
     * @param fields at least one
     * @param except case-insensitive wildcard patterns of keys that the wildcards here leave out
     */
    record Fields(List<Field> fields, List<String> except) implements Content {
        /** Copies the lists. */
        public Fields {
            fields = List.copyOf(fields);
            except = List.copyOf(except);
        }

        @Override
        public List<Source> sources() {
            var all = new ArrayList<Source>();
            for (Field field : fields) {
                all.addAll(field.candidates());
            }
            return all;
        }
    }

    /**
     * One field of an object, or all those that a wildcard matches.
     *
     * @param candidates the first one with a value counts; a wildcard is always alone
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
