package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads what stands behind the {@code =} of an entry: one source, several that stand in for each other, or an object. */
final class ContentParser {
    private static final String PATTERN = "pattern";

    private final Cursor cursor;

    ContentParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Content content() throws SyntaxFault {
        var fields = new ArrayList<Content.Field>();
        boolean isObject = false;
        do {
            cursor.skipLines();
            int start = cursor.position();
            List<Source> candidates = candidates();
            boolean isWildcard = candidates.get(0).kind().isWildcard();
            String name = defaultName(candidates.get(0));
            if (cursor.takeWord("as")) {
                name = name(candidates.get(0));
                isObject = true;
            }
            if (isWildcard && candidates.size() > 1) {
                throw new SyntaxFault(start, "a wildcard cannot stand in for something");
            }
            isObject |= isWildcard;
            fields.add(new Content.Field(candidates, name));
        } while (cursor.take(','));
        cursor.skipBlanks();
        int behind = cursor.position();
        List<String> except = except();
        if (!except.isEmpty()
                && fields.stream().noneMatch(field -> field.first().kind().isWildcard())) {
            throw new SyntaxFault(behind, "except belongs to a wildcard, such as mdc.*");
        }
        if (fields.size() == 1 && !isObject) {
            return new Content.Choice(fields.get(0).candidates());
        }
        return new Content.Fields(fields, except);
    }

    private static String defaultName(Source source) {
        return switch (source.kind()) {
            case MDC, MDC_ALL, KEY_VALUE, KEY_VALUE_ALL -> source.key();
            default -> source.text();
        };
    }

    private List<Source> candidates() throws SyntaxFault {
        var candidates = new ArrayList<Source>();
        do {
            cursor.skipLines();
            int start = cursor.position();
            Source source = source();
            if (source.kind().isWildcard() && !candidates.isEmpty()) {
                throw new SyntaxFault(start, "a wildcard cannot stand in for something");
            }
            candidates.add(source);
        } while (cursor.take('|'));
        return candidates;
    }

    private Source source() throws SyntaxFault {
        if (cursor.isAtQuote()) {
            return new Source(Kind.CONSTANT, cursor.quoted());
        }
        int start = cursor.position();
        String word = cursor.word();
        if (word.isEmpty()) {
            throw new SyntaxFault(start, "here a source is missing, such as message, mdc.KEY or \"text\"");
        }
        if (word.equalsIgnoreCase(PATTERN)) {
            return pattern();
        }
        boolean isQuoted = cursor.isAtQuote() && word.endsWith(".");
        String text = isQuoted ? word + cursor.quoted() : word;
        for (Kind kind : Kind.values()) {
            if (kind.isKeyed() ? fits(kind, text, isQuoted) : kind.text().equalsIgnoreCase(text)) {
                return new Source(
                        kind, kind.isKeyed() ? text.substring(kind.prefix().length()) : "");
            }
        }
        throw new SyntaxFault(
                start,
                "'" + text + "' is not a source; nearest is " + NearestSource.to(text)
                        + ", and a fixed text stands in quotes");
    }

    /** Whether the framework understands it, it says itself when the appender starts. */
    private Source pattern() throws SyntaxFault {
        boolean isOpen = cursor.take('(');
        cursor.skipLines();
        int start = cursor.position();
        if (!isOpen || !cursor.isAtQuote()) {
            throw new SyntaxFault(start, "here a pattern is missing: pattern(\"%-5level %logger{20}\")");
        }
        String text = cursor.quoted();
        if (text.isBlank()) {
            throw new SyntaxFault(start, "this pattern is empty");
        }
        if (!cursor.take(')')) {
            throw new SyntaxFault(cursor.position(), ") is missing");
        }
        return new Source(Kind.PATTERN, text);
    }

    private static boolean fits(Kind kind, String text, boolean isQuoted) {
        return !kind.isQuoted()
                && text.startsWith(kind.prefix())
                && text.length() > kind.prefix().length()
                && kind.isWildcard() == (!isQuoted && text.indexOf('*') >= 0 && isOfPairs(kind));
    }

    /** An asterisk means something among MDC and key-value pairs alone. */
    private static boolean isOfPairs(Kind kind) {
        return kind != Kind.ENVIRONMENT && kind != Kind.PROPERTY;
    }

    private String name(Source source) throws SyntaxFault {
        cursor.skipBlanks();
        int start = cursor.position();
        String name = cursor.isAtQuote() ? cursor.quoted() : cursor.word();
        if (name.isEmpty()) {
            throw new SyntaxFault(start, "here the name is missing that as gives");
        }
        if (source.kind().isWildcard() && (asterisks(name) != 1 || asterisks(source.key()) != 1)) {
            throw new SyntaxFault(
                    start, "to rename what a wildcard takes, wildcard and name have one * each: mdc.http.* as http_*");
        }
        return name;
    }

    private static long asterisks(String text) {
        return text.chars().filter(c -> c == '*').count();
    }

    private List<String> except() throws SyntaxFault {
        var patterns = new ArrayList<String>();
        if (!cursor.takeWord("except")) {
            return patterns;
        }
        do {
            cursor.skipLines();
            int start = cursor.position();
            String pattern = cursor.isAtQuote() ? cursor.quoted() : cursor.word();
            if (pattern.isEmpty()) {
                throw new SyntaxFault(start, "here a key is missing that the wildcards leave out");
            }
            patterns.add(pattern);
        } while (cursor.take(','));
        return patterns;
    }
}
