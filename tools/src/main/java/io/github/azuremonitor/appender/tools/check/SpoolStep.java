package io.github.azuremonitor.appender.tools.check;

import io.github.azuremonitor.appender.common.settings.Durability;
import io.github.azuremonitor.appender.common.settings.PipelineSettings;
import io.github.azuremonitor.appender.common.spool.SpoolInspection;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Content;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Folder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Holder;
import io.github.azuremonitor.appender.common.spool.SpoolInspection.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Finds rows of earlier runs on disk that this configuration will never deliver. */
final class SpoolStep {
    private final PipelineSettings settings;
    private final Set<String> streams;
    private final Steps steps;

    /** @param streams streams that the configuration sends to */
    SpoolStep(PipelineSettings settings, Set<String> streams, Steps steps) {
        this.settings = settings;
        this.streams = streams;
        this.steps = steps;
    }

    void say() {
        if (settings.spool().durability() == Durability.MEMORY) {
            return;
        }
        Path asked = settings.spool().directory();
        List<Path> places = asked == null ? SpoolInspection.places() : List.of(asked);
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                // The default place is shared with whatever else this user runs.
                say(place, asked != null);
            }
        }
    }

    private void say(Path place, boolean ofOtherRules) {
        List<Folder> folders;
        try {
            folders = new SpoolInspection().folders(place);
        } catch (IOException unreadable) {
            return;
        }
        var forStreams = new TreeMap<String, Long>();
        var forRules = new TreeMap<String, Long>();
        for (Folder folder : folders) {
            boolean ours = settings.dcrImmutableIds().contains(folder.dcrImmutableId());
            for (Content file : folder.files()) {
                boolean waits = file.kind() == Kind.BATCH || file.kind() == Kind.JOURNAL;
                if (!waits || file.rows() == 0) {
                    continue;
                }
                if (ours && !streams.contains(file.stream())) {
                    forStreams.merge(file.stream(), (long) file.rows(), Long::sum);
                } else if (!ours && ofOtherRules && folder.holder() == Holder.NOBODY) {
                    forRules.merge(folder.dcrImmutableId(), (long) file.rows(), Long::sum);
                }
            }
        }
        forStreams.forEach((stream, rows) -> steps.note(
                "spool",
                rows + " rows wait in " + place + " for the stream " + stream + ", to which this configuration does not"
                        + " send: spool send --to-stream or spool drop --stream " + stream));
        forRules.forEach((rule, rows) -> steps.note(
                "spool",
                rows + " rows wait in " + place + " for the rule " + (rule.isEmpty() ? "of an unknown id" : rule)
                        + ": spool send --from-rule or spool drop --rule"));
    }
}
