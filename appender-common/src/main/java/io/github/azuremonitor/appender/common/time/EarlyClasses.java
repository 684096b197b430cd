package io.github.azuremonitor.appender.common.time;

import java.util.Map;

/**
 * The classes of this library that have something to initialise. One that meets a full heap at its first use, often that
 * of a failure, is broken for as long as the JVM runs; so they are all used once while there is memory. Those that need
 * azure-identity are left out: they are loaded with the first token, or never.
 */
public final class EarlyClasses {
    /** By package, below that of the library; a test holds it against the classes. */
    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("batch", "Batch BatchSplitter GzipBody Journal OpenBatch Pace"),
            Map.entry("deflate", "BitWriter CodeLengths DeflateEncoder MatchFinder Symbols"),
            Map.entry(
                    "deliver",
                    "Announcer Announcer$1 Backoff Backoff$1 Circuit$1 Circuit$State Fate Fate$1 PostBook$1 "
                            + "Refusals Tally Verdicts$1"),
            Map.entry(
                    "encode",
                    "FieldsWriter JsonRow JsonString JsonTextWriter KeyRules KeyRules$1 Kubernetes "
                            + "PlainWriters$1 Readers Readers$1 Remarks RowEncoder StackTraceText Surroundings "
                            + "TimestampText TypedValue TypedValue$1"),
            Map.entry(
                    "event",
                    "JsonText JsonText$2 JsonText$Holder NamedValues Records Scalars SelfWriting Severity "
                            + "SpanIds"),
            Map.entry(
                    "pipeline",
                    "AllPipelines Brake ExitHook Flusher Losses Pipeline Pipeline$State Pipelines SpringHook"),
            Map.entry("report", "DeliveryState DropReason Faults Metric Metric$Kind"),
            Map.entry("ring", "Alarm$Bed Stall"),
            Map.entry(
                    "send",
                    "Answer ErrorBody HttpClients HttpSender NoProxy OneLine Outcome$Kind ResponseReader "
                            + "RetryAfter Route Route$Source RouteSelector SelectorThread Unreachable"),
            Map.entry(
                    "send.credential",
                    "HandedOver CachedToken CredentialName$1 TokenAdvice TokenClaims TokenFlight TokenSource"),
            Map.entry(
                    "spool",
                    "DeadLetterFolder DirectoryWatch DiskHealth DiskHealth$1 DiskSpool JournalPage Mounts "
                            + "OwnerOnly RealDisk SpoolContents SpoolContents$1 SpoolDirectories SpoolEntry "
                            + "SpoolInspection$Holder SpoolInspection$Kind SpoolLocks SpoolName SpoolPlace Tenure"),
            Map.entry("time", "EarlyClasses OwnThreads Time"));

    private EarlyClasses() {}

    /** Initialises what is not yet; some dozen milliseconds the first time, on a thread of this library. Never throws. */
    public static void initialise() {
        String here = EarlyClasses.class.getPackageName();
        String library = here.substring(0, here.lastIndexOf('.') + 1);
        NAMES.forEach((name, classes) -> {
            for (String each : classes.split(" ", -1)) {
                initialise(library + name + "." + each);
            }
        });
    }

    private static void initialise(String name) {
        try {
            Class.forName(name, true, EarlyClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError | OutOfMemoryError without) {
            // Whoever needs it meets the same and says so.
        }
    }
}
