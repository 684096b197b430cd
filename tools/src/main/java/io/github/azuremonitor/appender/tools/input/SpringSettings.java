package io.github.azuremonitor.appender.tools.input;

import io.github.azuremonitor.appender.common.settings.CredentialKind;
import io.github.azuremonitor.appender.common.settings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The starter's properties as settings: texts, lists and maps, and those of the starter only. */
final class SpringSettings {
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z-]+)\\[(\\d{1,4})]");
    private static final Pattern KEYED = Pattern.compile("([A-Za-z-]+)(?:\\.([\\w-]+)|\\.?\\[([^\\]]*\\D[^\\]]*)])");

    /** The text "listed: key1, key2" as YAML takes it without quotes. */
    private static final Pattern LISTED = Pattern.compile("properties\\.listed(\\[\\d+])?");

    /** The words that Spring takes for false. */
    private static final Set<String> OFF = Set.of("false", "off", "no", "0");

    private final SpringFile spring;
    private final ConfigEnvironment around;
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> starters = new LinkedHashMap<>();

    SpringSettings(SpringFile spring, ConfigEnvironment around) {
        this.spring = spring;
        this.around = around;
    }

    /** The starter's appender, or null if none of its properties is set. */
    @Nullable AppenderConfig read(Path file) {
        var texts = new LinkedHashMap<String, String>();
        var lists = new LinkedHashMap<String, TreeMap<Integer, String>>();
        var maps = new LinkedHashMap<String, StringBuilder>();
        spring.below(Settings.SPRING_PREFIX).forEach((given, value) -> {
            Matcher listed = LISTED.matcher(given);
            String name = listed.matches() ? "properties" + (listed.group(1) == null ? "[0]" : listed.group(1)) : given;
            Matcher entry = ENTRY.matcher(name);
            Matcher keyed = KEYED.matcher(name);
            if (entry.matches()) {
                lists.computeIfAbsent(Settings.flat(entry.group(1)), any -> new TreeMap<>())
                        .put(Integer.valueOf(entry.group(2)), value);
            } else if (keyed.matches()) {
                String key = keyed.group(2) == null ? keyed.group(3) : keyed.group(2);
                maps.computeIfAbsent(Settings.flat(keyed.group(1)), any -> new StringBuilder())
                        .append(key)
                        .append(" = ")
                        .append(value)
                        .append('\n');
            } else {
                texts.put(Settings.flat(name), value);
            }
        });
        // A text wins over its parts.
        texts.forEach(this::put);
        lists.forEach((name, entries) -> {
            Setting setting = Setting.named(name);
            List<String> all = List.copyOf(entries.values());
            putIfAbsent(name, setting == null ? String.join("\n", all) : setting.textOf(all));
        });
        maps.forEach((name, text) -> putIfAbsent(name, text.toString()));
        if (settings.isEmpty() && starters.isEmpty()) {
            return null;
        }
        variables();
        if (!starters.getOrDefault("credentialbean", "").isBlank()) {
            settings.put(
                    Setting.CREDENTIAL.flatName(),
                    CredentialKind.APPLICATION.name().toLowerCase(Locale.ROOT));
        }
        var all = new ArrayList<>(spring.remarks());
        all.addAll(remarks);
        boolean isOff =
                OFF.contains(starters.getOrDefault("enabled", "").strip().toLowerCase(Locale.ROOT));
        return new AppenderConfig(
                file,
                "azure.monitor.logs",
                settings,
                all,
                isOff ? Settings.SPRING_PREFIX + "enabled is false, so the starter ships nothing" : null);
    }

    /** Those that Spring binds override the file; others that the library reads fill gaps. */
    private void variables() {
        for (Setting setting : Setting.values()) {
            List<String> names = setting.environmentNames();
            String value = around.variable(names.get(names.size() - 1));
            if (value != null) {
                settings.put(setting.flatName(), value);
            }
        }
        String enabled = around.variable(Settings.ENABLED_VARIABLE);
        if (enabled != null) {
            starters.put("enabled", enabled);
        }
    }

    private void putIfAbsent(String name, String value) {
        if (!settings.containsKey(name)) {
            put(name, value);
        }
    }

    private void put(String name, String value) {
        var unknown = new LinkedHashSet<String>();
        String text = spring.substitution().resolve(value, unknown).strip();
        String plain = Settings.plain(name);
        if (Settings.isOfTheStarter(plain)) {
            starters.put(plain, text);
            return;
        }
        unknown.forEach(placeholder -> remarks.add(name + ": " + placeholder + " has no value; give -D "
                + placeholder.substring(2, placeholder.length() - 1) + "=…, or set it as a variable"));
        settings.put(name, text);
    }
}
