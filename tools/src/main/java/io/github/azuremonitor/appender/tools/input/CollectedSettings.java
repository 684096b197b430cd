package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.Setting;
import io.github.azuremonitor.appender.common.settings.SettingProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The settings of one appender, collected while its elements are read. */
final class CollectedSettings {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<SettingProblem> slips = new ArrayList<>();
    private final ColumnLines columns = new ColumnLines();
    private final Substitution substitution;
    private final UnaryOperator<String> hint;

    /** @param hint says how to give a value to a name without one */
    CollectedSettings(Substitution substitution, UnaryOperator<String> hint) {
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

    /** Adds a rule after the existing ones. */
    void addRoute(String rule) {
        Settings.addRoutes(settings, resolve(Setting.ROUTES.flatName(), rule));
    }

    /** Adds an element that nothing reads. */
    void slip(SettingProblem slip) {
        slips.add(slip);
    }

    /** Adds a remark about something uncertain. */
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
