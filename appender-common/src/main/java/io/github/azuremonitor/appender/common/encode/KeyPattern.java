package io.github.azuremonitor.appender.common.encode;

/** Keys with {@code *} for any characters. */
final class KeyPattern {
    private KeyPattern() {}

    /** Whether all of {@code key} fits. Takes at most the product of both lengths in steps. */
    static boolean fits(String pattern, String key) {
        int p = 0;
        int k = 0;
        int star = -1;
        int starKey = 0;
        while (k < key.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starKey = k;
            } else if (p < pattern.length() && pattern.charAt(p) == key.charAt(k)) {
                p++;
                k++;
            } else if (star >= 0) {
                p = star + 1;
                k = ++starKey;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** {@code name} with what the one {@code *} of {@code pattern} stands for in {@code key} in place of its own. */
    static String renamed(String key, String pattern, String name) {
        int before = pattern.indexOf('*');
        int after = pattern.length() - before - 1;
        return name.replace("*", key.substring(before, key.length() - after));
    }
}
