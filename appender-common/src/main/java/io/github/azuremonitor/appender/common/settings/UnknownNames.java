package io.github.azuremonitor.appender.common.settings;

import io.github.azuremonitor.appender.common.text.NameMatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names that are not settings: those that people know from elsewhere, and typing errors. */
final class UnknownNames {
    private static final String OLD_API =
            "belongs to the HTTP Data Collector API, which is gone (out of support since 14 September 2026); ";

    /** Names and what to do instead; the documentation lists the same. */
    static final List<Word> WORDS = List.of(
            new Word("ruleId", "is called dcrImmutableId here"),
            new Word("immutableId", "is called dcrImmutableId here"),
            new Word("dcrId", "is called dcrImmutableId here"),
            new Word("dce", "is called endpoint here"),
            new Word("dataCollectionEndpoint", "is called endpoint here"),
            new Word("logsIngestionEndpoint", "is called endpoint here"),
            new Word("stream", "is called streamName here"),
            new Word("table", "is given by streamName: Custom- and the name of the table"),
            new Word("tableName", "is given by streamName: Custom- and the name of the table"),
            new Word("level", "is called threshold here"),
            new Word("neverBlock", "is whenFull here: neverBlock=true is whenFull=drop, false is whenFull=block"),
            new Word("blocking", "is whenFull here: blocking=true is whenFull=block, false is whenFull=drop"),
            new Word("discardingThreshold", "is whenFull here: write whenFull=drop-below:WARN for example"),
            new Word("queueSize", "is called ringSize here and must be a power of two"),
            new Word("bufferSize", "is called ringSize here and must be a power of two"),
            new Word("maxFlushTime", "is called shutdownTimeout here"),
            new Word("authorityHost", "follows from cloud, or from the environment variable AZURE_AUTHORITY_HOST"),
            new Word(
                    "clientSecret",
                    "does not belong into configuration files; write it into a file of its own and name that file in"
                            + " clientSecretFile"),
            new Word(
                    "connectionString",
                    "belongs to Application Insights; endpoint, dcrImmutableId, streamName and credential take its"
                            + " place"),
            new Word("workspaceId", OLD_API + "endpoint and dcrImmutableId take its place"),
            new Word("customerId", OLD_API + "endpoint and dcrImmutableId take its place"),
            new Word("sharedKey", OLD_API + "credential takes its place"),
            new Word("logType", OLD_API + "streamName takes its place: Custom-, the log type and _CL"));

    private UnknownNames() {}

    /** What to say about a name that is not a setting. */
    static SettingProblem unknown(String name, @Nullable String value) {
        String instead = instead(name);
        if (instead != null) {
            return new SettingProblem(name, value, instead);
        }
        String nearest = NameMatch.nearest(
                name, Arrays.stream(Setting.values()).map(Setting::flatName).toList());
        return new SettingProblem(
                name, value, "there is no such setting" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    /** What to say instead of a name that people know from elsewhere, or null. */
    static @Nullable String instead(String name) {
        for (Word word : WORDS) {
            if (NameMatch.plain(word.name()).equals(NameMatch.plain(name))) {
                return word.instead();
            }
        }
        return null;
    }

    /**
     * A name that people know from elsewhere.
     *
     * @param name the name
     * @param instead what to say to someone who used it
     */
    record Word(String name, String instead) {}
}
