package io.github.azuremonitor.appender.logback;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A front end only translates: it knows a few doors of the common code and no machinery behind them. */
@Tag("once")
class ArchitectureTest {
    private static final String COMMON = "io.github.azuremonitor.appender.common";
    private static final Set<String> DOORS =
            Set.of(COMMON, COMMON + ".pipeline", COMMON + ".event", COMMON + ".report", COMMON + ".settings");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(AzureMonitorAppender.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    @Test
    void onlyTheDoorsOfTheCommonCodeAreUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "lie behind the doors of " + COMMON,
                        (JavaClass used) ->
                                used.getPackageName().startsWith(COMMON) && !DOORS.contains(used.getPackageName())))
                .check(MAIN);
    }

    @Test
    void nothingOfTheMachineryIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.lmax..", "com.azure..", "com.fasterxml..", "java.net.http..", "java.nio.file..")
                .check(MAIN);
    }
}
