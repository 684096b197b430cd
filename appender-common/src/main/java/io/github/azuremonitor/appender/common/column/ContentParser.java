package io.github.azuremonitor.appender.common.column;

import io.github.azuremonitor.appender.common.column.Source.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what follows the {@code =} of an entry: one source, several alternatives, or an object. */
final class ContentParser {
    private static final String PATTERN = "pattern";
    private static final Set<String> STEPS = Set.of("redact", "hash", "hide");

    private final Cursor cursor;

    ContentParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Content content() throws SyntaxException {
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
                throw new SyntaxException(start, "a wildcard cannot stand in for something");
            }
            isObject |= isWildcard;
            fields.add(new Content.Field(candidates, name));
        } while (cursor.take(','));
        cursor.skipBlanks();
        int behind = cursor.position();
        List<String> except = except();
        if (!except.isEmpty()
                && fields.stream().noneMatch(field -> field.first().kind().isWildcard())) {
            throw new SyntaxException(behind, "except belongs to a wildcard, such as mdc.*");
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

    private List<Source> candidates() throws SyntaxException {
        var candidates = new ArrayList<Source>();
        do {
            cursor.skipLines();
            int start = cursor.position();
            Source source = source();
            if (source.kind().isWildcard() && !candidates.isEmpty()) {
                throw new SyntaxException(start, "a wildcard cannot stand in for something");
            }
            candidates.add(source);
        } while (cursor.take('|'));
        return candidates;
    }

    private Source source() throws SyntaxException {
        if (cursor.isAtQuote()) {
            return new Source(Kind.CONSTANT, cursor.quoted());
        }
        int start = cursor.position();
        String word = cursor.word();
        if (word.isEmpty()) {
            throw new SyntaxException(start, "here a source is missing, such as message, mdc.KEY or \"text\"");
        }
        if (word.equalsIgnoreCase(PATTERN)) {
            return pattern();
        }
        boolean isQuoted = cursor.isAtQuote() && word.endsWith(".");
        String text = isQuoted ? word + cursor.quoted() : word;
        String slip = isQuoted ? null : slip(text);
        if (slip != null) {
            throw new SyntaxException(start, slip);
        }
        for (Kind kind : Kind.values()) {
            if (kind.isKeyed() ? fits(kind, text, isQuoted) : kind.text().equalsIgnoreCase(text)) {
                return new Source(
                        kind, kind.isKeyed() ? text.substring(kind.prefix().length()) : "");
            }
        }
        throw new SyntaxException(
                start,
                "'" + text + "' is not a source; nearest is " + NearestSource.to(text)
                        + ", and a fixed text stands in quotes");
    }

    /** What is wrong with a text in the place of a source that is known to be something else, or null. */
    private @Nullable String slip(String text) {
        if (text.equals("except")) {
            return "'except' is no source, it stands behind one, without a comma: mdc.* except \"key\"";
        }
        if (STEPS.contains(text) && cursor.isAt('(')) {
            return "'" + text + "' is no source, it stands behind one: "
                    + (text.equals("redact")
                            ? "message redact(\"expression\")"
                            : "exception.stackTrace hide(\"java.\")");
        }
        if (text.contains("${")) {
            return "'" + text + "' is a variable that nobody has replaced";
        }
        if (cursor.isAt('=')) {
            return "'" + text + "' begins another entry; entries are separated by ; or a new line";
        }
        for (Kind kind : List.of(Kind.ENVIRONMENT, Kind.PROPERTY)) {
            if (text.startsWith(kind.prefix()) && text.indexOf('*') >= 0) {
                return "only mdc and kv have wildcards; write " + kind.prefix() + "\""
                        + text.substring(kind.prefix().length()) + "\" for a name with an asterisk";
            }
        }
        return null;
    }

    /** Whether the pattern is valid, the framework says when the appender starts. */
    private Source pattern() throws SyntaxException {
        boolean isOpen = cursor.take('(');
        cursor.skipLines();
        int start = cursor.position();
        if (!isOpen || !cursor.isAtQuote()) {
            throw new SyntaxException(start, "here a pattern is missing: pattern(\"%-5level %logger{20}\")");
        }
        String text = cursor.quoted();
        if (text.isBlank()) {
            throw new SyntaxException(start, "this pattern is empty");
        }
        if (!cursor.take(')')) {
            throw new SyntaxException(cursor.position(), ") is missing");
        }
        return new Source(Kind.PATTERN, text);
    }

    private static boolean fits(Kind kind, String text, boolean isQuoted) {
        return !kind.isQuoted()
                && text.startsWith(kind.prefix())
                && text.length() > kind.prefix().length()
                && kind.isWildcard() == (!isQuoted && text.indexOf('*') >= 0 && isOfPairs(kind));
    }

    /** An asterisk has a meaning only for MDC and key-value pairs. */
    private static boolean isOfPairs(Kind kind) {
        return kind != Kind.ENVIRONMENT && kind != Kind.PROPERTY;
    }

    private String name(Source source) throws SyntaxException {
        cursor.skipBlanks();
        int start = cursor.position();
        String name = cursor.isAtQuote() ? cursor.quoted() : cursor.word();
        if (name.isEmpty()) {
            throw new SyntaxException(start, "here the name is missing that as gives");
        }
        if (source.kind().isWildcard() && (asterisks(name) != 1 || asterisks(source.key()) != 1)) {
            throw new SyntaxException(
                    start, "to rename what a wildcard takes, wildcard and name have one * each: mdc.http.* as http_*");
        }
        return name;
    }

    private static long asterisks(String text) {
        return text.chars().filter(c -> c == '*').count();
    }

    private List<String> except() throws SyntaxException {
        var patterns = new ArrayList<String>();
        if (!cursor.takeWord("except")) {
            return patterns;
        }
        do {
            cursor.skipLines();
            int start = cursor.position();
            String pattern = cursor.isAtQuote() ? cursor.quoted() : cursor.word();
            if (pattern.isEmpty()) {
                throw new SyntaxException(start, "here a key is missing that the wildcards leave out");
            }
            patterns.add(pattern);
        } while (cursor.take(','));
        return patterns;
    }
}
