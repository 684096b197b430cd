package io.github.azuremonitor.appender.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EarlyClassesTest {
    private static final String LIBRARY = "io.github.azuremonitor.appender.common.";

    @Test
    void aClassThatHasSomethingToInitialiseIsUsedBeforeTheHeapMayBeFull() {
        Set<String> listed = new TreeSet<>();
        EarlyClasses.NAMES.forEach(
                (name, classes) -> List.of(classes.split(" ", -1)).forEach(each -> listed.add(name + "." + each)));

        Set<String> found = new ClassFileImporter()
                        .importUrl(EarlyClasses.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation())
                        .stream()
                        .filter(type -> type.getStaticInitializer().isPresent())
                        .filter(type -> !needsAzureIdentity(type))
                        .filter(type -> !needsAzureIdentity(outermost(type)))
                        .map(type -> type.getName().substring(LIBRARY.length()))
                        .filter(name ->
                                EarlyClasses.NAMES.containsKey(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed)
                .as("classes in EarlyClasses, and those that have a static initialiser")
                .isEqualTo(found);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(EarlyClassesTest::outermost).orElse(type);
    }

    private static boolean needsAzureIdentity(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(use -> use.getTargetClass().getPackageName())
                .anyMatch(name -> name.startsWith("com.azure") || name.startsWith("com.microsoft"));
    }
}
