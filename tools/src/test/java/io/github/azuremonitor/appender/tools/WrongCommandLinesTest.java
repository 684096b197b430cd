package io.github.azuremonitor.appender.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be used is one line that says what, and exit code 2, whatever the command. */
class WrongCommandLinesTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";

    @TempDir
    private Path directory;

    @BeforeEach
    void files() throws IOException {
        var noise = new byte[5000];
        new Random(3).nextBytes(noise);
        for (String name : new String[] {"bin.dat", "bin.xml", "bin.yaml", "bin.json"}) {
            Files.write(directory.resolve(name), noise);
        }
        Files.createDirectory(directory.resolve("dir"));
        Files.createDirectory(directory.resolve("dir.xml"));
        for (String name : new String[] {"empty.xml", "empty.yaml", "empty.json", "empty.dat"}) {
            Configs.write(directory.resolve(name), "");
        }
        Configs.write(directory.resolve("broken.xml"), "<configuration>");
        Configs.write(directory.resolve("broken.yaml"), "a: [");
        Configs.write(directory.resolve("broken.json"), "{");
        Configs.write(directory.resolve("other.xml"), "<other/>");
        Configs.write(directory.resolve("rows.dat"), "{\"Logger\":\"a\"}\n");
        config("good.xml", "<endpoint>http://127.0.0.1:9</endpoint>");
        config("scheme.xml", "<endpoint>127.0.0.1:9</endpoint>");
        config("negative.xml", "<endpoint>http://127.0.0.1:9</endpoint><linger>-1</linger>");
        config("unit.xml", "<endpoint>http://127.0.0.1:9</endpoint><linger>5 fortnights</linger>");
        config("huge.xml", "<endpoint>http://127.0.0.1:9</endpoint><ringSize>99999999999999999999</ringSize>");
    }

    private void config(String name, String settings) {
        Configs.write(
                directory.resolve(name),
                "<configuration><appender name='AZURE'"
                        + " class='io.github.azuremonitor.appender.logback.AzureMonitorAppender'>" + settings
                        + "<dcrImmutableId>dcr-00000000000000000000000000000001</dcrImmutableId>"
                        + "<streamName>Custom-JavaLogs_CL</streamName><credential>none</credential></appender>"
                        + "</configuration>");
    }

    @ParameterizedTest(name = "tools {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | name a command",
                "nonsense | 'nonsense'",
                "template --config @nowhere.xml | nowhere.xml: there is no such file",
                "template --config @dir | dir: is a directory; name a file",
                "template --config @dir.xml | dir.xml: is a directory; name a file",
                "template --config @bin.xml | bin.xml: line 1",
                "template --config @bin.dat | bin.dat: is it XML, YAML, JSON or properties?",
                "template --config @bin.yaml | bin.yaml: is not text in UTF-8",
                "template --config @bin.json | bin.json: ",
                "template --config @empty.xml | empty.xml: line 1",
                "template --config @empty.yaml | empty.yaml: no Azure Monitor appender is configured",
                "template --config @broken.xml | broken.xml: line 1",
                "template --config @broken.yaml | broken.yaml: line 1",
                "template --config @broken.json | broken.json: ",
                "template --config @other.xml | no Azure Monitor appender is configured",
                "template --config @good.xml --format xml | --format",
                "template --config @good.xml --plan Gold | --plan: 'Gold' is none of",
                "template --config @good.xml --extras coffee | --extras",
                "template --config | --config",
                "check --config @nowhere.xml | nowhere.xml: there is no such file",
                "check --config @dir | dir: is a directory; name a file",
                "check --config @scheme.xml | has no scheme; write https://127.0.0.1:9",
                "check --config @negative.xml | linger = \"-1\": is not a duration",
                "check --config @unit.xml | linger = \"5 fortnights\": is not a duration",
                "check --config @huge.xml | ringSize = \"99999999999999999999\"",
                "check --config @good.xml --against @nowhere.json | nowhere.json: does not exist",
                "check --config @good.xml --against @dir | dir: is not a file",
                "check --config @good.xml --against @bin.json | is not JSON",
                "check --config @good.xml --against @empty.json | empty.json: is empty",
                "check --config @good.xml --workspace abc | --workspace: 'abc' is no Workspace ID",
                "check --config @good.xml --workspace @dir | dir: is a directory; name a file",
                "check --config @good.xml --workspace @bin.json | bin.json: is not",
                "check --config @good.xml --wait -5m | --wait: '-5m' is no duration; write 30s",
                "check --config @good.xml --wait 99999999999d | --wait: '99999999999d' is no duration",
                "check --config @good.xml --since 1y | --since: '1y' is no duration",
                "check --config @good.xml --appender nobody | has no appender nobody",
                "check --config @good.xml --env-file @bin.dat | bin.dat: is not text in UTF-8",
                "check --config @good.xml --env-file @dir | dir: is a directory; name a file",
                "spool | name a command",
                "spool list @nowhere | nowhere: there is no such file or directory",
                "spool list @bin.dat | bin.dat: is a file; name a directory",
                "spool show @nowhere | nowhere: there is no such file or directory",
                "spool export @dir | --to=FILE",
                "spool export @dir --to @empty.dat | empty.dat: is there already",
                "spool send @nowhere --config @good.xml | nowhere: there is no such directory",
                "spool send @bin.dat --config @good.xml | bin.dat: ",
                "spool drop @nowhere | nowhere: there is no such file or directory",
                "cost @nowhere | nowhere: there is no such file or directory",
                "cost @dir | dir: has no row",
                "cost @bin.dat | bin.dat: is not text in UTF-8",
                "cost @empty.dat | empty.dat: has no row",
                "cost @rows.dat --top 99999999999 | '99999999999' is no whole number below",
                "cost @rows.dat --price-per-gb 2,30 | '2,30' is no number; write 2.30",
                "cost @rows.dat --price-per-gb NaN | --price-per-gb: NaN is no price",
                "cost @rows.dat --config @bin.xml | bin.xml: line 1",
                "cost --workspace " + ID + " | Name one with --config"
            })
    void isOneLine(String line, String said) {
        Command wrong = Command.run(
                line.isEmpty()
                        ? new Object[0]
                        : Arrays.stream(line.split(" "))
                                .map(word -> word.startsWith("@") ? directory.resolve(word.substring(1)) : word)
                                .toArray());
        assertThat(wrong.code()).as(wrong.toString()).isEqualTo(2);
        assertThat((wrong.err() + wrong.out()).lines().filter(each -> each.contains(said)))
                .as(wrong.toString())
                .hasSize(1);
        assertThat(wrong.err().lines()).as(wrong.toString()).hasSizeLessThanOrEqualTo(1);
        assertThat(wrong.toString()).doesNotContain("Exception", "\tat ");
    }
}
