package io.github.azuremonitor.appender.common.settings;

import static io.github.azuremonitor.appender.common.settings.Given.essentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.azuremonitor.appender.common.event.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormTest {

    @Test
    void aBareNumberIsRefusedWithItsUnitNamed() {
        assertThat(essentials().set("linger", "5").fault())
                .isEqualTo("linger = \"5\": a bare number has no unit; write 5s or 500ms");
    }

    @ParameterizedTest
    @CsvSource({
        "linger, 30, write 30s or 30ms",
        "linger, 30000, write 30000ms",
        "linger, 99999999999999999999, write 10ms to 60s",
        "linger, 1.5, write 10ms to 60s",
        "spoolMaxBytes, 64, write 64MB or 512KB",
        "deadLetterMaxBytes, 1.5, write 0MB to 1024GB",
    })
    void aBareNumberGetsWhatItMayHaveMeant(String name, String text, String proposal) {
        assertThat(essentials().set(name, text).fault()).endsWith(proposal);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "2s, 2000",
        "2 seconds, 2000",
        "2 Seconds, 2000",
        "PT2S, 2000",
        "pt2.5s, 2500",
        "1m, 60000",
        "1 minute, 60000",
        "60000 millis, 60000",
    })
    void aDurationHasManySpellings(String text, long millis) {
        assertThat(essentials().set("linger", text).pipeline().batch().linger()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1h, 3600", "7d, 604800", "P7D, 604800", "2 days, 172800", "365d, 31536000"})
    void aLongDurationToo(String text, long seconds) {
        assertThat(essentials().set("spoolMaxAge", text).pipeline().spool().maxAge())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5x", "s", "five seconds", "1.5s", "PT", "P1Y", "5s 500ms", "PT5S!", "--5s", "off", "٥s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThat(essentials().set("linger", text).fault())
                .endsWith("is not a duration; write a whole number with ms, s, m, h or d, 10ms to 60s");
    }

    @ParameterizedTest
    @CsvSource({
        "linger, 9ms, 10ms to 60s",
        "linger, 61s, 10ms to 60s",
        "linger, -5s, 10ms to 60s",
        "linger, PT-5S, 10ms to 60s",
        "linger, 99999999999999999999d, 10ms to 60s",
        "linger, 9223372036854775807d, 10ms to 60s",
        "linger, PT9223372036854775807S, 10ms to 60s",
        "maxBlock, 0s, 1ms to 10s",
        "maxBlock, 11s, 1ms to 10s",
        "connectTimeout, 0s, 100ms to 60s",
        "requestTimeout, 6m, 100ms to 5m",
        "shutdownTimeout, 1h, 100ms to 5m",
        "spoolMaxAge, 59s, 1m to 365d",
        "deadLetterMaxAge, 366d, 1m to 365d",
        "journalFsyncInterval, 1ms, '10ms to 1h, or off'",
        "heartbeat, 9s, '10s to 1h, or off'",
    })
    void aDurationOutOfRangeIsToldTheRange(String name, String text, String range) {
        assertThat(essentials().set(name, text).fault()).endsWith(": is out of range; write " + range);
    }

    /** As docker --env-file hands them on, and as they come with a value that is copied from a page. */
    @ParameterizedTest
    @ValueSource(strings = {"\"5s\"", "'5s'", "\u201c5s\u201d"})
    void quotesThatBelongToAWrongValueAreNamed(String text) {
        assertThat(essentials().set("linger", text).fault())
                .endsWith("; the quotes are part of the value, leave them out");
    }

    @ParameterizedTest
    @CsvSource({"'5s\u00a0', U+00A0", "'\u200b5s', U+200B", "'\ufeff5s', U+FEFF", "'5\u200ds', U+200D"})
    void aCharacterOfAWrongValueThatNobodySeesIsNamed(String text, String character) {
        assertThat(essentials().set("linger", text).fault())
                .endsWith("; it has a character in it that nobody sees, " + character + ": type it anew");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "off", "OFF", "0ms", "PT0S", "false"})
    void theJournalIsNotForcedToDiskWhenOff(String text) {
        Given given = essentials().set("journalFsyncInterval", text);

        assertThat(given.pipeline().spool().journalFsyncInterval()).isZero();
        assertThat(given.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64MB, 67108864", "64 mb, 67108864", "2048 KB, 2097152", "1GB, 1073741824", "1048576B, 1048576"})
    void aSizeCountsIn1024(String text, long bytes) {
        assertThat(essentials().set("spoolMaxBytes", text).pipeline().spool().maxBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "64M, is not a size; write 64MB",
        "64 gib, is not a size; write 64GB",
        "many, 'is not a size; write a whole number with KB, MB or GB, 1MB to 1024GB'",
        "-1MB, 'is not a size; write a whole number with KB, MB or GB, 1MB to 1024GB'",
        "1KB, is out of range; write 1MB to 1024GB",
        "0MB, is out of range; write 1MB to 1024GB",
        "1025GB, is out of range; write 1MB to 1024GB",
        "9223372036854775807GB, is out of range; write 1MB to 1024GB",
        "99999999999999999999MB, is out of range; write 1MB to 1024GB",
    })
    void whatIsNoSizeIsRefused(String text, String message) {
        assertThat(essentials().set("spoolMaxBytes", text).fault()).endsWith(": " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "8193, 16384",
        "10000, 16384",
        "50, 64",
        "0, 64",
        "-4, 64",
        "32, 64",
        "65, 128",
        "1048577, 1048576",
        "2097152, 1048576",
        "99999999999999999999, 1048576",
        "-99999999999999999999, 64",
    })
    void aRingSizeThatIsNoPowerOfTwoGetsTheNextOne(String text, String proposal) {
        assertThat(essentials().set("ringSize", text).fault())
                .endsWith(": is not a power of two from 64 to 1048576; write " + proposal);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 1048576})
    void aPowerOfTwoIsTaken(int size) {
        assertThat(essentials().set("ringSize", "" + size).pipeline().ring().size())
                .isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "gzipLevel, -1, is out of range; write 0 to 9",
        "gzipLevel, 10, is out of range; write 0 to 9",
        "maxInFlight, 65, is out of range; write 1 to 64",
        "maxInFlight, four, is not a whole number; write 1 to 64",
        "ringSize, 8k, is not a whole number; write a power of two from 64 to 1048576",
        "strict, yes, 'is neither on nor off; write true, false, on or off'",
        "dropReport, 1, 'is neither on nor off; write true, false, on or off'",
        "threshold, WARNING, is not a level; write WARN",
        "threshold, OFF, 'is not a level here; write TRACE to FATAL, or none'",
        "flushLevel, loud, 'is not a level; write TRACE, DEBUG, INFO, WARN, ERROR, FATAL, or none'",
        "whenFull, drop-below, has no level; write drop-below:WARN for example",
        "whenFull, drop-below:eror, is not a level; write ERROR",
        "whenFull, wait, 'is none of block, drop, drop-below:LEVEL; write drop-below:WARN for example'",
        "durability, disk, 'is none of memory, spool, journal'",
        "durability, jurnal, 'is none of memory, spool, journal; write journal'",
        "cloud, usgovernment2, 'is none of public, us-government, china; write us-government'",
        "properties, orderId, 'is neither all nor none; write listed: key1, key2 to name single keys'",
        "properties, 'listed: ,', 'lists no key; write listed: key1, key2, or none'",
        "tenantId, a b, is not an id of Entra; write it as 00000000-0000-0000-0000-000000000000",
        "spoolDirectory, ~/spool, only a shell knows what ~ stands for; write the whole path",
        "audience, https://monitor.azure.com/.default, is a scope; leave out /.default",
        "audience, monitor, is not the URI of a resource; write https://monitor.azure.com for example",
    })
    void aWrongWordIsToldTheRightOnes(String name, String text, String message) {
        assertThat(essentials().set(name, text).fault()).isEqualTo(name + " = \"" + text + "\": " + message);
    }

    @ParameterizedTest
    @CsvSource({"none,", "NONE,", "trace, TRACE", "Error, ERROR"})
    void aLevelIsTakenInAnyCase(String text, Severity level) {
        assertThat(essentials().set("flushLevel", text).pipeline().batch().flushLevel())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "block, BLOCK,",
        "Drop, DROP,",
        "drop-below:info, DROP_BELOW, INFO",
        "drop-below: WARN, DROP_BELOW, WARN"
    })
    void aFullRingWaitsOrDrops(String text, WhenFull whenFull, Severity below) {
        PipelineSettings.Ring ring =
                essentials().set("whenFull", text).pipeline().ring();

        assertThat(ring.whenFull()).isEqualTo(whenFull);
        assertThat(ring.dropBelow()).isEqualTo(below);
    }

    @Test
    void propertiesAreAllNoneOrListed() {
        assertThat(properties("ALL")).isEqualTo(PropertySelection.ALL);
        assertThat(properties("none")).isEqualTo(PropertySelection.NONE);
        assertThat(properties("Listed: a , b,a,"))
                .isEqualTo(new PropertySelection(PropertySelection.Kind.LISTED, List.of("a", "b")));
    }

    @Test
    void keysBelongToListedAlone() {
        assertThatThrownBy(() -> new PropertySelection(PropertySelection.Kind.LISTED, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PropertySelection(PropertySelection.Kind.ALL, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "DCR-0123456789ABCDEF0123456789ABCDEF, write dcr-0123456789abcdef0123456789abcdef",
        "0123456789ABCDEF0123456789ABCDEF, write dcr-0123456789abcdef0123456789abcdef",
        "/subscriptions/s/resourceGroups/r/providers/Microsoft.Insights/dataCollectionRules/x, property immutableId",
        "dcr-0123, write dcr- and 32 hexadecimal digits",
        "my-rule, write dcr- and 32 hexadecimal digits",
        "dcr-0123456789abcdef0123456789abcdeg, write dcr- and 32 hexadecimal digits",
    })
    void anIdThatIsNoImmutableIdIsToldWhereThatIs(String text, String message) {
        assertThat(essentials().set("dcrImmutableId", text).fault()).contains(message);
    }

    @Test
    void severalRulesAreReadInTheirOrder() {
        String first = "dcr-00000000000000000000000000000002";
        String second = "dcr-00000000000000000000000000000001";

        assertThat(essentials()
                        .set("dcrImmutableId", first + " , " + second)
                        .settings()
                        .pipeline()
                        .dcrImmutableIds())
                .containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "'dcr-00000000000000000000000000000001,', has a comma too many",
        "'dcr-00000000000000000000000000000001,my-rule', whose id 2 is not an immutable id",
        "'dcr-00000000000000000000000000000001,dcr-00000000000000000000000000000001', twice; leave one out",
    })
    void aListOfRulesWithAFaultSaysWhichOne(String text, String message) {
        assertThat(essentials().set("dcrImmutableId", text).fault()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "AppLogs_CL, write Custom-AppLogs_CL",
        "custom-AppLogs_CL, write Custom-AppLogs_CL",
        "MICROSOFT-Event, write Microsoft-Event",
        "Custom-App Logs, 'write Custom- and letters, digits, _ or -'",
        "Custom-, 'write Custom-'",
        "Custom-Protokoll_ä, 'write Custom- and letters, digits, _ or -'",
    })
    void aTableIsNoStream(String text, String message) {
        assertThat(essentials().set("streamName", text).fault()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Custom-a", "Custom-App-Logs_CL", "Microsoft-OTel-Logs"})
    void aStreamIsTaken(String text) {
        assertThat(essentials().set("streamName", text).settings().table().streamName())
                .isEqualTo(text);
    }

    private static PropertySelection properties(String text) {
        return essentials().set("properties", text).settings().table().properties();
    }
}
