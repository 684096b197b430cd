package io.github.azuremonitor.appender.emulator.dcr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The rules, tables and saved queries that there are: those given at the start, those in files, looked at again when they
 * change, and those that somebody has put. Without any of the first two there is {@link DcrDefinition#standard()}. Safe
 * for use by several threads.
 */
public final class Rules {
    /** How often files are checked at most, and only when somebody asks. */
    private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

    private final List<DcrDefinition> given;
    private final List<DefinitionsFolder> folders;
    private final LongSupplier nanos;
    private final Map<String, String> ids = new HashMap<>(); // of rules in files that name none
    private final Map<String, Definitions> put = new LinkedHashMap<>();
    private Consumer<String> complaint = text -> {};
    private long lookedAt;
    private long versions;
    private volatile Catalog now;

    /**
     * @param folders with {@code *.json} and {@code *.kql}; each must exist
     * @param nanos a clock that only goes on, in nanoseconds
     * @throws IllegalArgumentException if a file is wrong, or two rules have one id
     */
    public Rules(List<DcrDefinition> given, List<Path> folders, LongSupplier nanos) {
        this.given = List.copyOf(given);
        this.folders = folders.stream().map(DefinitionsFolder::new).toList();
        this.nanos = nanos;
        List<String> faults = new ArrayList<>();
        this.folders.forEach(folder -> faults.addAll(folder.lookStrictly()));
        this.now = catalog(faults::add);
        this.lookedAt = nanos.getAsLong();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.get(0));
        }
    }

    /** From now on somebody is told what is wrong with a file that was changed. */
    public synchronized void onFault(Consumer<String> listener) {
        complaint = listener;
    }

    /** What there is at the moment; of the same version as long as nothing changes. */
    public Catalog now() {
        if (!folders.isEmpty()) {
            look();
        }
        return now;
    }

    private synchronized void look() {
        long at = nanos.getAsLong();
        if (at - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = at;
        boolean changed = false;
        for (DefinitionsFolder folder : folders) {
            changed |= folder.look(complaint);
        }
        if (changed) {
            now = catalog(complaint);
        }
    }

    /** Adds what somebody has put under a name, in place of what had that name. */
    public synchronized void put(String name, Definitions definitions) {
        put.put(name, definitions);
        now = catalog(complaint);
    }

    /** Takes away what was put under a name. */
    public synchronized void remove(String name) {
        put.remove(name);
        now = catalog(complaint);
    }

    private Catalog catalog(Consumer<String> faults) {
        Map<String, DcrDefinition> rules = new LinkedHashMap<>();
        Map<String, TableDefinition> tables = new LinkedHashMap<>();
        List<SavedQuery> queries = new ArrayList<>();
        given.forEach(rule -> add(rules, rule, faults));
        for (DefinitionsFolder folder : folders) {
            folder.definitions().forEach((file, of) -> {
                for (int i = 0; i < of.rules().size(); i++) {
                    add(rules, named(of.rules().get(i), file + "#" + i, rules.size()), faults);
                }
                of.tables().forEach(table -> tables.put(table.name(), table));
                queries.addAll(of.queries());
            });
        }
        if (rules.isEmpty()) {
            add(rules, DcrDefinition.standard(), faults);
        }
        put.values().forEach(of -> {
            of.rules().forEach(rule -> add(rules, rule, faults));
            of.tables().forEach(table -> tables.put(table.name(), table));
            queries.addAll(of.queries());
        });
        return new Catalog(++versions, rules, tables, queries);
    }

    private static void add(Map<String, DcrDefinition> rules, DcrDefinition rule, Consumer<String> faults) {
        if (rules.putIfAbsent(rule.immutableId(), rule) != null) {
            faults.accept("two rules have the immutable id " + rule.immutableId());
        }
    }

    /** A rule keeps the id that it got when it was first seen. */
    private DcrDefinition named(DcrDefinition rule, String where, int before) {
        if (!rule.immutableId().equals(DcrDefinition.DEFAULT_IMMUTABLE_ID)) {
            return rule;
        }
        return rule.withImmutableId(ids.computeIfAbsent(where, name -> free(before + 1)));
    }

    private String free(int from) {
        return IntStream.iterate(from, number -> number + 1)
                .mapToObj("dcr-%032d"::formatted)
                .filter(id -> !ids.containsValue(id))
                .findFirst()
                .orElseThrow();
    }
}
