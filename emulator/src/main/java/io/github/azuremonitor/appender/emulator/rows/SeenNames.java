package io.github.azuremonitor.appender.emulator.rows;

/**
 * The property names of an object while it is read, and of the objects around it. Compares names one by one, which is
 * faster than a set for the few names that a row has. Used by one thread.
 */
final class SeenNames {
    private static final int MOST = 256;

    private final String[] names = new String[MOST];
    private int size;

    /** Marks the beginning of an object. */
    int mark() {
        return size;
    }

    /** Forgets the names since a mark. */
    void reset(int mark) {
        size = mark;
    }

    /** Notes a name; false if it is already there since the mark, or if there are too many names. */
    boolean add(String name, int mark) {
        if (size == MOST) {
            return false;
        }
        int hash = name.hashCode(); // cached: Jackson gives the same String for a name that occurs again
        for (int i = mark; i < size; i++) {
            if (names[i].hashCode() == hash && names[i].equals(name)) {
                return false;
            }
        }
        names[size++] = name;
        return true;
    }
}
