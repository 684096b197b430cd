package io.github.azuremonitor.appender.emulator.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts and columns of a {@code parse} as one regular expression. Microsoft's page and its examples disagree for
 * {@code kind=regex}; what is done here is what the examples show, and where they show nothing, what duckdb-kql has measured with
 * Microsoft's own engine (its docs/parse-proposal.md): a column of text takes as much as it can, one of another type has the shape
 * of its type, and there may be more before and after what matches.
 */
final class ParsePattern {
    record Column(String name, KqlType type, int group) {}

    private final Step.Parse parse;
    private final List<Column> columns = new ArrayList<>();
    private final StringBuilder java = new StringBuilder();
    private int groups;
    private final Pattern pattern;

    ParsePattern(Step.Parse parse) {
        this.parse = parse;
        checkFlags();
        for (int i = 0; i < parse.parts().size(); i++) {
            add(i);
        }
        pattern = isRegex()
                ? Regexes.compile(parse.at(), parse.flags(), java.toString())
                : Pattern.compile(java.toString(), Pattern.DOTALL);
    }

    List<Column> columns() {
        return columns;
    }

    /** A matcher of which the groups can be asked, or null if the text does not match. */
    @Nullable Matcher match(String text) {
        Matcher matcher = Regexes.matcher(pattern, text);
        return (isRegex() ? matcher.find() : matcher.matches()) ? matcher : null;
    }

    private void checkFlags() {
        if (!isRegex() && !parse.flags().isEmpty()) {
            throw KqlException.semantic(parse.at(), "Flags belong to kind=regex");
        }
        for (char flag : parse.flags().toCharArray()) {
            if (flag == 'x') {
                throw KqlException.unsupported(parse.at(), "The flag x of a parse");
            }
            if ("imsU".indexOf(flag) < 0) {
                throw KqlException.semantic(parse.at(), "There is no flag " + flag + "; i, m, s and U are");
            }
        }
    }

    private boolean isRegex() {
        return parse.kind().equals("regex");
    }

    private void add(int index) {
        Step.Part part = parse.parts().get(index);
        Step.Part before = index == 0 ? null : parse.parts().get(index - 1);
        if (before != null && before.text() == null && part.text() == null) {
            boolean typed = before.column() != null && !isText(before) && part.column() == null;
            if (!typed) {
                throw KqlException.unsupported(part.at(), "A pattern without a text between two columns");
            }
        }
        if (part.text() != null) {
            text(part, part.text());
        } else if (part.column() == null) {
            fragment(part, ".*?");
        } else {
            column(part, part.column(), index);
        }
    }

    private void text(Step.Part part, String text) {
        if (text.isEmpty()) {
            throw KqlException.semantic(part.at(), "An empty text in a pattern");
        }
        if (isRegex()) {
            fragment(part, text);
        } else {
            java.append(Pattern.quote(text));
        }
    }

    private void column(Step.Part part, String name, int index) {
        if (columns.stream().anyMatch(each -> each.name().equals(name))) {
            throw KqlException.semantic(part.at(), "A column with the name '" + name + "' is already declared");
        }
        columns.add(new Column(name, part.type() == null ? KqlType.STRING : part.type(), groups + 1));
        fragment(part, "(" + (isRegex() ? shapeOfRegex(part, index) : shape(part, index)) + ")");
    }

    /** Something in Kusto's syntax; groups that it brings are counted, so that those of the columns are known. */
    private void fragment(Step.Part part, String regex) {
        String translated = RegexSyntax.part(part.at(), parse.flags(), regex);
        groups += Regexes.compile(part.at(), parse.flags(), translated)
                .matcher("")
                .groupCount();
        java.append(translated);
    }

    private String shapeOfRegex(Step.Part part, int index) {
        if (isText(part)) {
            return ".*";
        }
        boolean isTime = part.type() == KqlType.DATETIME || part.type() == KqlType.TIMESPAN;
        if (isTime && (index == parse.parts().size() - 1 || parse.flags().indexOf('U') >= 0)) {
            throw KqlException.unsupported(
                    part.at(), "A column of times at the end of a pattern of kind=regex, or with the flag U,");
        }
        return ParseShapes.ofRegex(part.type());
    }

    /** What comes next ends a column, except if that is a star: then the type of the column does. */
    private String shape(Step.Part part, int index) {
        boolean beforeStar =
                index + 1 < parse.parts().size() && parse.parts().get(index + 1).text() == null;
        if (!beforeStar) {
            return ".*?";
        }
        String shape = ParseShapes.of(part.type());
        if (shape == null) {
            throw KqlException.unsupported(part.at(), "A column of times before a star");
        }
        return index + 2 == parse.parts().size() ? "(?:" + shape + ")?" : shape;
    }

    private static boolean isText(Step.Part part) {
        return part.type() == null || part.type() == KqlType.STRING || part.type() == KqlType.DYNAMIC;
    }
}
