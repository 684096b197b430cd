package io.github.azuremonitor.appender.log4j2;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class FrontEndRulesTest {
    private static final String COMMON = "io.github.azuremonitor.appender.common";
    private static final JavaClasses FRONT_END = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.azuremonitor.appender.log4j2");

    @Test
    void theFrontEndOnlyTranslates() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.github.azuremonitor.appender.log4j2",
                        COMMON,
                        COMMON + ".pipeline",
                        COMMON + ".event",
                        COMMON + ".report",
                        COMMON + ".settings",
                        "org.apache.logging.log4j..",
                        "org.jspecify.annotations",
                        // To look for elements that Log4j2's reader drops.
                        "javax.xml.parsers",
                        "org.w3c.dom",
                        "org.xml.sax",
                        "java.."))
                .check(FRONT_END);
    }

    @Test
    void nothingNeedsTheClassesOfAsynchronousLoggers() {
        // They need Disruptor, which an application without asynchronous loggers does not have.
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.logging.log4j.core.async..", "com.lmax..")
                .check(FRONT_END);
    }
}
