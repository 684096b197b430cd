package io.github.azuremonitor.appender.emulator.kql;

import static io.github.azuremonitor.appender.emulator.kql.Asked.gives;
import static io.github.azuremonitor.appender.emulator.kql.Asked.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What queries answer, as worked out by hand, and what is refused because nobody says what it would answer. */
class AnswersTest {
    @Test
    void eachQueryAnswersWhatMicrosoftsPagesSay() throws Exception {
        List<String> lines =
                Files.readAllLines(Path.of("src/test/resources/kql/answers.txt"), StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < lines.size(); i += 2) {
            String query = lines.get(i);
            String answer = lines.get(i + 1);
            assertThat(answer).as("the answer to %s", query).startsWith("= ");
            all.assertThatCode(() -> gives(query, answer.substring(2))).doesNotThrowAnyException();
        }
        all.assertAll();
        assertThat(lines.size()).as("queries and their answers").isGreaterThan(200);
    }

    @Test
    void anExpressionThatJavaReadsInAnotherWayIsRefused() {
        refuses("print 'a' ^matches regex '[a-z&&[^b]]'", "the operator && in a class of characters");
        refuses("print 'a' ^matches regex '[0-9--4]'", "the operator -- in a class of characters");
        refuses("print 'a' ^matches regex '[x[^y]]'", "a class of characters within another");
        refuses("print 'a' ^matches regex '[[:letter:]]'", "the class of characters [:letter:]");
        refuses("print 'a' ^matches regex @'\\<a'", "the escape \\<");
        refuses("print 'a' ^matches regex @'\\Qa\\E'", "the escape \\Q");
        refuses("print 'a' ^matches regex @'\\b{start}a'", "the escape \\b{…}");
        refuses("print 'a' ^matches regex @'(a)\\1'", "a back reference");
        refuses("print 'a' ^matches regex 'a++'", "a possessive quantifier");
        refuses("print 'a' ^matches regex '(?U)a*'", "a flag other than i, m, s and x");
        refuses("print 'a' ^matches regex 'a(?m)^b'", "the flag m elsewhere than at the start");
        refuses("print 'a' ^matches regex '(?<!a)b'", "a look-around");
    }

    @Test
    void aFunctionOfTheQueryIsHeldToWhatItDeclares() {
        refuses("let f = (x:long) { x }; print f(^'a')", "The argument x is a long, not a string");
        refuses("let f = (x:long) { x }; print ^f()", "misses the argument x");
        refuses("let f = (x:long) { x }; print ^f(1, 2)", "takes 1 arguments");
        refuses("let f = (x:long) { x }; ^f(1)", "gives a value, where rows are expected");
        refuses("let f = () { print 1 }; print ^f()", "gives rows, where a value is expected");
        refuses("let f = (x:long) { x }; print ^f + 1", "is a function");
        refuses("let f = (x:long) { ^f(x) }; print f(1)", "The function f() is not supported");
        refuses("let f = (x:long) { x + ^y }; print y = 1 | project f(1)", "The name 'y' does not refer to any");
        refuses("let f = (T:^(x:long)) { T }; f((print x = 1))", "A table as a parameter is not supported");
        refuses("let v = ^view () { print 1 }; v", "A view is not supported");
        refuses(
                "let T = datatable(x:long)[1]; let f = (n:long) { T | where x > n }; print a = 1 | where a in (f(^a))",
                "does not refer to any known column");
        refuses("let f = (x:long) { print 1 ^print 2 }; f(1)", "Expected '}'");
    }

    @Test
    void functionsThatCallOthersTwiceEachAreGivenUp() {
        StringBuilder query = new StringBuilder("let f0 = (x:long) { x };");
        for (int i = 1; i <= 40; i++) {
            query.append("let f%d = (x:long) { f%d(x) + f%d(x) };".formatted(i, i - 1, i - 1));
        }
        org.assertj.core.api.Assertions.assertThatExceptionOfType(KqlException.class)
                .isThrownBy(() -> Asked.rows(query + "print f40(1)"))
                .withMessageContaining("more than 10000 calls");
    }

    @Test
    void whatThePagesDoNotTellIsRefused() {
        refuses("print hash(^1)", "hash() of a long is not supported");
        refuses("print hash(^dynamic([1]))", "hash() of a dynamic is not supported");
        refuses("print hash(^datetime(null))", "hash() of a null is not supported");
        refuses("print hash(^1.5)", "hash() of a real is not supported");
        refuses("print hash_sha256(^1)", "hash_sha256() of a long is not supported");
        refuses("print hash_sha256(^datetime(null))", "hash_sha256() of a null is not supported");
        refuses("print s = 'a' | parse s with 't=' ^T:datetime *", "A column of times before a star");
    }

    @Test
    void aPatternOfKindRegexThatNobodyHasSeenIsRefused() {
        String parse = "print s = 'a' | parse kind=regex ";
        refuses(parse + "s with ^'a|b' A", "a | outside parentheses");
        refuses(parse + "s with 't=' ^T:datetime", "A column of times at the end");
        refuses(parse + "flags=U s with 't=' ^T:timespan ';'", "with the flag U");
        refuses(parse + "s with ^'(?=a)b' A", "a look-around");
        refuses(parse + "s with 'a' A ^''", "An empty text in a pattern");
        refuses(parse + "s with ^'(a' A", "The regular expression is wrong: Unclosed group");
        refuses("print s = 'a' | ^parse kind=regex flags=x s with 'a' A", "The flag x");
        refuses("print s = 'a' | ^parse kind=regex flags=I s with 'a' A", "no flag I");
        refuses("print s = 'a' | ^parse flags=i s with 'a' A", "Flags belong to kind=regex");
    }
}
