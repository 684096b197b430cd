package io.github.azuremonitor.appender.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an application may lack is named in single classes, which are not loaded where it is lacking. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("/spring-boot-starter/target/classes/"))
            .importPackages("io.github.azuremonitor.appender.spring");

    @Test
    void whatMayBeMissingIsNamedInOnePlace() {
        only(
                Set.of("LogbackFramework", "LogbackResets", "LogbackLines"),
                "ch.qos.logback..",
                "io.github.azuremonitor.appender.logback..");
        only(
                Set.of("Log4j2Framework", "Log4j2Lines"),
                "org.apache.logging.log4j..",
                "io.github.azuremonitor.appender.log4j2..");
        // The last two name a type only in a method that an application without azure-identity does not call.
        only(Set.of("CredentialBeans", "PipelineOptions", "ShippingListener"), "com.azure..");
        only(Set.of("Meters", "PipelineMeters"), "io.micrometer..");
        only(Set.of("HealthOfBoot3"), "org.springframework.boot.actuate..");
        only(Set.of("HealthOfBoot4"), "org.springframework.boot.health..");
    }

    private static void only(Set<String> classes, String... libraries) {
        noClasses()
                .that(new DescribedPredicate<JavaClass>("are none of " + classes) {
                    @Override
                    public boolean test(JavaClass type) {
                        String outermost = type.getName().replaceAll(".*\\.|\\$.*", "");
                        return !classes.contains(outermost);
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(MAIN);
    }
}
