package io.github.azuremonitor.appender.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.azuremonitor.appender.emulator");

    @Test
    void noPackageDependsOnItselfThroughOthers() {
        slices().matching("io.github.azuremonitor.appender.emulator.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheServerKnowsJettyAndOnlyTheExtensionJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..emulator.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("LogsEmulatorExtension")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
    }

    @Test
    void theStagesDoNotKnowWhoStartsThem() {
        noClasses()
                .that()
                .resideInAPackage("io.github.azuremonitor.appender.emulator.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.azuremonitor.appender.emulator")
                .check(CLASSES);
    }
}
