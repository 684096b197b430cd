package io.github.azuremonitor.appender.emulator.kql;

import java.util.HashMap;
import java.util.Map;

/** All scalar functions by name. */
final class Functions {
    static final Map<String, Function> ALL = all();

    private Functions() {}

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        all.putAll(TextFunctions.ALL);
        all.putAll(PatternFunctions.ALL);
        all.putAll(TimeFunctions.ALL);
        all.putAll(CalendarFunctions.ALL);
        all.putAll(ConversionFunctions.ALL);
        all.putAll(ConditionFunctions.ALL);
        all.putAll(DynamicFunctions.ALL);
        all.putAll(NumberFunctions.ALL);
        return Map.copyOf(all);
    }
}
