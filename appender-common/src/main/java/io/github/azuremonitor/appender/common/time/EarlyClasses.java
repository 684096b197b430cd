package io.github.azuremonitor.appender.common.time;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The classes of this library with a static initialiser. One whose first use, often during a failure, meets a full heap
 * is broken for as long as the JVM runs; so all are initialised while there is memory. Those that need azure-identity
 * are left out: they are loaded with the first token, or never.
 */
public final class EarlyClasses {
    /** By package, relative to the library's; a test compares it with the classes. */
    static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry(
                    "batch",
                    "Batch BatchSplitter BatchSplitter$Json GzipBody Journal Journal$Page OpenBatch LingerPolicy"),
            Map.entry("deflate", "BitWriter CodeLengths DeflateEncoder MatchFinder Symbols"),
            Map.entry(
                    "deliver",
                    "Advice$1 Backoff Backoff$1 CircuitBreaker$1 CircuitBreaker$State Delivery$State DeliveryLog "
                            + "Fate Fate$1 Inbox$State OutcomeHandler$1 PoisonRowSearch RequestStatistics$1 "
                            + "RunningSummary"),
            Map.entry(
                    "encode",
                    "CompiledColumns CompiledColumns$Need JsonRow JsonString JsonTextWriter KeyRules$1 Kubernetes "
                            + "ObjectFields PlainText PlainWriters$1 ValueSources ValueSources$1 Remarks RowEncoder RowEncoder$1 StackTraceText ProcessEnvironment "
                            + "TimestampText TypedValue TypedValue$1"),
            Map.entry(
                    "event",
                    "JsonText JsonText$2 JsonText$Holder NamedValues Records Scalars SelfWriting Severity "
                            + "SpanIds"),
            Map.entry("pipeline", "AllPipelines ExitHook Pipeline Pipeline$State Pipelines SpringHook"),
            Map.entry("flush", "EntryWriter Losses VolumeLimiter"),
            Map.entry(
                    "report", "DeliveryState DropReason Faults Metric Metric$Kind ValueCounts ValueStats VolumeStats"),
            Map.entry("ring", "Alarm$Bed Cells RingEntry Stall"),
            Map.entry(
                    "send",
                    "OutcomeCallback ErrorBody HttpClients HttpSender NoProxy OneLine Outcome$Kind ResponseReader "
                            + "RetryAfter ProxyRoute ProxyRoute$Source ProxyRouteSelector SelectorThread ConnectionFailure"),
            Map.entry(
                    "send.credential",
                    "HandedOverCredential Token CredentialName$1 TokenAdvice TokenClaims TokenRequest TokenSource"),
            Map.entry(
                    "spool",
                    "DeadLetterFolder DeadLetters DirectoryWatch DiskHealth DiskHealth$1 DiskJournal$State DiskSpool JournalPage JournalPage$Rows JournalPage$Use Mounts "
                            + "OwnerOnly RealDisk SpoolContents SpoolContents$1 SpoolDirectories SpoolEntry SpoolEntry$State "
                            + "SpoolInspection$Holder SpoolInspection$Kind SpoolLocks SpoolName SpoolLocation DirectoryOwnership"),
            Map.entry("text", "SecretNames SecretValues"),
            Map.entry("time", "EarlyClasses OwnThreads Time"));

    /** More than the loading and initialising of one of these classes takes. */
    private static final int NEEDED_BYTES = 256 * 1024;

    private EarlyClasses() {}

    /**
     * Initialises those that are not yet, unless there is too little memory; takes a few dozen milliseconds the first
     * time, on a thread of this library. Never throws.
     *
     * @return whether none is left; if not, the caller tries again later
     */
    public static boolean initialise() {
        return initialise(byte[]::new, EarlyClasses::load);
    }

    /** As {@link #initialise()}, with the memory of one class taken from {@code memory}. */
    static boolean initialise(IntFunction<byte[]> memory, Consumer<String> initialiser) {
        try {
            String here = EarlyClasses.class.getPackageName();
            String library = here.substring(0, here.lastIndexOf('.') + 1);
            for (Map.Entry<String, String> names : NAMES.entrySet()) {
                for (String name : names.getValue().split(" ", -1)) {
                    // Wanted before, since initialising is tried only once; looked at, so that it is really allocated.
                    if (memory.apply(NEEDED_BYTES).length == 0) {
                        return false;
                    }
                    initialiser.accept(library + names.getKey() + "." + name);
                }
            }
            return true;
        } catch (OutOfMemoryError full) {
            return false;
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, true, EarlyClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError without) {
            // The code that needs it will fail the same way and report it.
        }
    }
}
