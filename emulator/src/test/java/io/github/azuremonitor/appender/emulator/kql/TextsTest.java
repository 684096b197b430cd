package io.github.azuremonitor.appender.emulator.kql;

import static io.github.azuremonitor.appender.emulator.kql.Asked.gives;
import static io.github.azuremonitor.appender.emulator.kql.Asked.prints;
import static io.github.azuremonitor.appender.emulator.kql.Asked.refuses;

import org.junit.jupiter.api.Test;

/** Operators and functions of strings and of dynamic values as Microsoft's pages describe them. */
class TextsTest {
    @Test
    void operatorsKnowTermsAndCase() {
        prints("'aBc' == 'abc', 'aBc' =~ 'abc', 'aBc' !~ 'abc'", "false,true,false");
        prints(
                "'North America' has 'america', 'North America' has_cs 'america', 'North America' !has 'amer'",
                "true,false,true");
        prints(
                "'North America' hasprefix 'ame', 'North America' !hasprefix 'mer', 'North America' hassuffix 'ica', 'North America' hassuffix_cs 'icA'",
                "true,true,true,false");
        prints(
                "'KustoExplorerQueryRun' has 'Explorer', 'KustoExplorerQueryRun' contains 'explorer', 'FabriKam' contains_cs 'kam'",
                "false,true,false");
        prints("'ad67d136-c1db-4f9f' has 'c1db', 'a.b.C' has 'b.c', 'x' has ''", "true,true,true");
        prints(
                "'Fabrikam' startswith 'fab', 'Fabrikam' startswith_cs 'fab', 'Fabrikam' endswith 'KAM', 'Fabrikam' !endswith_cs 'KAM'",
                "true,false,true,true");
        prints(
                "'Fabrikam' matches regex 'b.*k', 'North America' has_any('south', 'north'), 'North and South America' has_all('south', 'north', 'x')",
                "true,true,false");
    }

    @Test
    void functionsCountCharactersFromZero() {
        prints(
                "substring('123456', 1), substring('123456', 2, 2), substring('ABCD', 0, 2), substring('123456', -2, 2), substring('abc', 9)",
                "\"23456\",\"34\",\"AB\",\"56\",\"\"");
        prints(
                "split('aa_bb', '_'), split('aaa_bbb_ccc', '_', 1), split('', '_'), split('a__b', '_'), split('aabbcc', 'bb')",
                "\"[\\\"aa\\\",\\\"bb\\\"]\",\"[\\\"bbb\\\"]\",\"[\\\"\\\"]\",\"[\\\"a\\\",\\\"\\\",\\\"b\\\"]\",\"[\\\"aa\\\",\\\"cc\\\"]\"");
        prints(
                "indexof('abcdefg','cde'), indexof('abcdefg','cde',1,4), indexof('abcdefg','cde',1,2), indexof('abcdefg','cde',3,4), indexof('abcdefg','cde',-5),"
                        + " indexof(1234567,5,1,4), indexof('abcdefg','cde',2,-1), indexof('abcdefgabcdefg','cde',1,10,2), indexof('abcdefgabcdefg','cde',1,-1,3)",
                "2,2,-1,-1,2,4,2,9,-1");
        prints(
                "strcat('a', 1, true, long(null)), strcat_delim('-', 'a', 'b', 'c'), strlen('äö😀'), toupper('a'), tolower('B')",
                "\"a1true\",\"a-b-c\",3,\"A\",\"b\"");
        prints(
                "trim('--', '--a--'), trim(@'[^\\w]+', '  x! '), trim_start('a', 'aab'), trim_end('b', 'aab'), replace_string('a.b.c', '.', '-')",
                "\"a\",\"x\",\"ab\",\"aa\",\"a-b-c\"");
    }

    @Test
    void patternsAreRe2() {
        prints(
                "extract('User: ([^,]+)', 1, 'User: James, Age: 29'), extract(@'-(\\d{2})-', 1, '15-12-2024', typeof(int)), extract('x', 0, 'abc'), extract('x', 0, 'abc', typeof(long))",
                "\"James\",12,\"\",null");
        prints(
                "replace_regex('Number is 1', @'is (\\d+)', @'was: \\1$'), replace_regex('aa', 'a', @'\\\\')",
                "\"Number was: 1$\",\"\\\\\\\\\"");
        refuses("print 'a' ^matches regex '(?=a)'", "look-around");
        refuses("print extract(^'(a', 0, 'a')", "is wrong");
        refuses("print extract('(a)', ^2, 'a')", "the groups 0 to 1");
    }

    @Test
    void hashesAreThoseOfThePages() {
        prints("hash('World'), hash('World', 100)", "1846988464401551951,51");
        prints("hash_sha256('World')", "\"78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524\"");
    }

    @Test
    void stringsAreWrittenInFourWays() {
        prints(
                "'it\\'s', \"a\\tb\", @'a\\b', @'it''s', h'secret', 'a' \"b\", ```two\nlines```",
                "\"it's\",\"a\\tb\",\"a\\\\b\",\"it's\",\"secret\",\"ab\",\"two\\nlines\"");
        refuses("print ^'open", "does not end");
        refuses("print 'a^\\x'", "no escape \\x");
    }

    @Test
    void dynamicPathsEndInNullWhereNothingIs() {
        gives(
                "print d = parse_json('{\"a\":{\"b\":[1,\"x\",null]},\"n\":1.5}') | project d.a.b[0], d['a'].b[1], d.a.b[-2], d.a.b[2], d.z.y, tostring(d.a.b), tolong(d.n), d.n > 1,"
                        + " d.a.b[1] == 'x', d.a.b[0] == 1",
                "[\"1\",\"x\",\"x\",null,null,\"[1,\\\"x\\\",null]\",1,true,true,true]");
        prints(
                "array_length(dynamic([1, 2, 3, 'four'])), array_length(parse_json('{}')), bag_keys(dynamic({'a':1,'b':2}))",
                "4,null,\"[\\\"a\\\",\\\"b\\\"]\"");
        prints(
                "parse_json('nonsense'), parse_json(''), todynamic('[1]')[0], bag_pack('a', 1, 'b', 'x'), pack_array(1, 'a')",
                "\"nonsense\",null,\"1\",\"{\\\"a\\\":1,\\\"b\\\":\\\"x\\\"}\",\"[1,\\\"a\\\"]\"");
        prints(
                "isempty(parse_json('')), isempty(parse_json('[]')), isnull(dynamic(null)), dynamic(null) == 1",
                "true,false,true,false");
        refuses("print parse_json('1') ^== parse_json('1')", "Cannot compare values of types dynamic and dynamic");
        refuses("print parse_json('1') ^+ 1", "convert what is dynamic");
    }
}
