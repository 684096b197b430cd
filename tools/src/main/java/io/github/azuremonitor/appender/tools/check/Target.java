package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.rule.RuleCheck;
import io.github.azuremonitor.appender.common.rule.StreamCheck;
import io.github.azuremonitor.appender.common.time.Time;
import io.github.azuremonitor.appender.tools.workspace.TableName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A stream that an appender sends to.
 *
 * @param output where the rule puts its rows; empty if that is not known
 * @param probe a row as the appender would send it
 */
record Target(String stream, String output, Probe probe) {
    /** One for each stream that rows go to, the appender's own first. */
    static List<Target> of(RuleCheck check) {
        var now = Instant.ofEpochMilli(Time.SYSTEM.epochMillis());
        return check.streams().stream()
                .map(found -> new Target(
                        found.stream(),
                        found instanceof StreamCheck.Compared compared
                                ? compared.declared().outputStream()
                                : "",
                        new Probe(found.stream(), found.kept(), now, UUID.randomUUID())))
                .toList();
    }

    /** Finds the row of the probe. */
    String query() {
        return probe.kql(table());
    }

    /** Where the rule puts the rows, as queries call it. */
    String table() {
        return TableName.ofStream(output.isEmpty() ? stream : output);
    }
}
