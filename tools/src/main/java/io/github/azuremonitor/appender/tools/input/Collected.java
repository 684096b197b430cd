package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Problem;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The settings of one appender while its elements are looked at. */
final class Collected {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<Problem> slips = new ArrayList<>();
    private final ColumnLines columns = new ColumnLines();
    private final Substitution substitution;
    private final UnaryOperator<String> hint;

    /** @param hint says how a name without a value can be given one */
    Collected(Substitution substitution, UnaryOperator<String> hint) {
        this.substitution = substitution;
        this.hint = hint;
    }

    ColumnLines columns() {
        return columns;
    }

    void put(String name, String value) {
        if (Settings.isOfTheFramework(name)) {
            return;
        }
        String flat = Settings.flat(name);
        String text = resolve(flat, value);
        if (flat.equals(Setting.ROUTES.flatName())) {
            Settings.addRoutes(settings, text);
        } else {
            settings.put(flat, text);
        }
    }

    /** Behind the rules that are there. */
    void addRoute(String rule) {
        Settings.addRoutes(settings, resolve(Setting.ROUTES.flatName(), rule));
    }

    /** An element that nobody reads. */
    void slip(Problem slip) {
        slips.add(slip);
    }

    /** What may be read or not. */
    void remark(String remark) {
        remarks.add(remark);
    }

    AppenderConfig appender(Path file, String name, List<String> more) {
        String lines = resolve(ColumnLines.COLUMNS, columns.text());
        if (!lines.isBlank()) {
            settings.merge(ColumnLines.COLUMNS, lines, (text, added) -> text.isBlank() ? added : text + "\n" + added);
        }
        var all = new ArrayList<>(more);
        all.addAll(remarks);
        return new AppenderConfig(file, substitution.resolve(name), settings, all, null, slips);
    }

    private String resolve(String setting, String value) {
        var unknown = new LinkedHashSet<String>();
        String text = substitution.resolve(value, unknown).strip();
        unknown.forEach(name -> remarks.add(setting + ": " + hint.apply(name)));
        return text;
    }
}
