package io.github.azuremonitor.appender.common;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Packages are stages and data moves one way: held here, because good will does not hold it. */
class ArchitectureTest {
    private static final String BASE = "io.github.azuremonitor.appender.common";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("/appender-common/target/classes/"))
            .importPackages(BASE);

    @Test
    void aStageImportsOnlyWhatComesBeforeIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(BASE)
                .layer("pipeline")
                .definedBy(BASE + ".pipeline..")
                .layer("flush")
                .definedBy(BASE + ".flush..")
                .layer("deliver")
                .definedBy(BASE + ".deliver..")
                .layer("send")
                .definedBy(BASE + ".send..")
                .layer("spool")
                .definedBy(BASE + ".spool..")
                .layer("batch")
                .definedBy(BASE + ".batch..")
                .layer("deflate")
                .definedBy(BASE + ".deflate..")
                .layer("ring")
                .definedBy(BASE + ".ring..")
                .layer("encode")
                .definedBy(BASE + ".encode..")
                .layer("rule")
                .definedBy(BASE + ".rule..")
                .layer("column")
                .definedBy(BASE + ".column..")
                .layer("routing")
                .definedBy(BASE + ".routing..")
                .layer("settings")
                .definedBy(BASE + ".settings..")
                .layer("report")
                .definedBy(BASE + ".report..")
                .layer("event")
                .definedBy(BASE + ".event..")
                .layer("time")
                .definedBy(BASE + ".time..")
                .layer("text")
                .definedBy(BASE + ".text..")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("flush")
                .mayOnlyBeAccessedByLayers("pipeline")
                .whereLayer("deliver")
                .mayOnlyBeAccessedByLayers("pipeline", "flush")
                .whereLayer("send")
                .mayOnlyBeAccessedByLayers("pipeline", "deliver")
                .whereLayer("spool")
                .mayOnlyBeAccessedByLayers("pipeline", "deliver")
                .whereLayer("batch")
                .mayOnlyBeAccessedByLayers("pipeline", "flush", "deliver", "send", "spool")
                .whereLayer("deflate")
                .mayOnlyBeAccessedByLayers("batch")
                .whereLayer("deflate")
                .mayNotAccessAnyLayer()
                .whereLayer("ring")
                .mayOnlyBeAccessedByLayers("pipeline", "flush")
                .whereLayer("encode")
                .mayOnlyBeAccessedByLayers("pipeline", "flush")
                .whereLayer("rule")
                .mayOnlyBeAccessedByLayers("pipeline")
                .whereLayer("rule")
                .mayOnlyAccessLayers("column")
                .whereLayer("routing")
                .mayOnlyAccessLayers("column", "event", "text")
                .whereLayer("routing")
                .mayOnlyBeAccessedByLayers("pipeline", "settings")
                .whereLayer("column")
                .mayOnlyAccessLayers("event", "text")
                .whereLayer("settings")
                .mayOnlyAccessLayers("column", "routing", "event", "text")
                .whereLayer("report")
                .mayOnlyAccessLayers("time", "event")
                .whereLayer("event")
                .mayNotAccessAnyLayer()
                .whereLayer("time")
                .mayNotAccessAnyLayer()
                .whereLayer("text")
                .mayNotAccessAnyLayer()
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void aLibraryIsUsedInOneStage() {
        onlyIn(BASE + ".ring..", "com.lmax..");
        onlyIn(BASE + ".send..", "java.net.http..");
        onlyIn(BASE + ".send.credential..", "com.azure..", "reactor..", "com.microsoft..");
        onlyIn(BASE + ".(batch|spool)..", "java.util.zip..");
        // One class alone, or the library could not do without it.
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BASE + ".event.OpenTelemetrySpan")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(MAIN);
    }

    @Test
    void onlyTheSpoolThePlatformSecretsAndTheRuleTouchFiles() {
        noClasses()
                .that(resideInAPackage(BASE + "..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                resideInAnyPackage(BASE + ".spool..", BASE + ".send.credential.."))))
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".encode.Platform")
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".rule.RuleFile")
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".pipeline.PseudonymKeys")
                .should()
                .accessClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .check(MAIN);
    }

    @Test
    void sendAndSpoolDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".send..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".spool..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(BASE + ".spool..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".send..")
                .check(MAIN);
    }

    @Test
    void clocksAreAskedInOnePackage() {
        for (String method : List.of("nanoTime", "currentTimeMillis")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(BASE + ".time..")
                    .should()
                    .callMethod(System.class, method)
                    .check(MAIN);
        }
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MAIN);
        noClasses().should().callMethod(java.time.Instant.class, "now").check(MAIN);
    }

    /** Generators found by name are in the module jdk.random, which a runtime of jlink has only if somebody asks for it. */
    @Test
    void aRuntimeWithoutTheModuleOfRandomGeneratorsIsEnough() {
        noClasses().should().callMethod(RandomGenerator.class, "getDefault").check(MAIN);
        noClasses()
                .should()
                .callMethod(RandomGenerator.class, "of", String.class)
                .check(MAIN);
    }

    @Test
    void whatIsPublicIsOnTheList() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : MAIN) {
            boolean topLevel = !type.getEnclosingClass().isPresent();
            if (topLevel && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                found.add(type.getName().substring(BASE.length() + 1));
            }
        }
        assertThat(found).containsExactlyElementsOf(new TreeSet<>(PublicTypes.NAMES));
    }

    private static void onlyIn(String place, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(MAIN);
    }
}
