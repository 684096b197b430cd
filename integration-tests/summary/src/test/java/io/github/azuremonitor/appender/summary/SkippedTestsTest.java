package io.github.azuremonitor.appender.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestsTest {
    @TempDir
    private Path root;

    @Test
    void eachReasonIsToldOnceWithItsTests() throws Exception {
        report(
                "one/target/surefire-reports",
                "a.FirstTest",
                "<skipped message=\"no Docker Engine answers: FirstTest is skipped\"/>");
        report(
                "two/deep/target/failsafe-reports",
                "b.SecondIT",
                "<skipped message=\"no Docker Engine answers: SecondIT is skipped\"/>");
        report(
                "two/deep/target/failsafe-reports",
                "b.ThirdIT",
                "<skipped type=\"x\"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: skipped: comes with"
                        + " -Prelease\n\tat x]]></skipped>");
        report(
                "two/target/surefire-reports",
                "b.FourthTest",
                "<skipped message=\"System property [thorough] does not exist\"/>");
        report("two/target/surefire-reports", "b.FifthTest", "");

        assertThat(SkippedTests.line(root, false))
                .isEqualTo("skipped: 1 of ThirdIT (comes with -Prelease); 2 of FirstTest, SecondIT (no Docker Engine"
                        + " answers); 1 of FourthTest (only with -Pthorough); fewer rounds and combinations than with"
                        + " -Pthorough");
    }

    @Test
    void aReportThatIsStillBeingWrittenIsPassedOver() throws Exception {
        Path folder = Files.createDirectories(root.resolve("one/target/surefire-reports"));
        Files.writeString(folder.resolve("TEST-a.xml"), "<testsuite><testcase classname=\"a");

        assertThat(SkippedTests.line(root, true)).isEqualTo("no test was skipped");
    }

    private void report(String folder, String test, String inside) throws IOException {
        Path directory = Files.createDirectories(root.resolve(folder));
        Files.writeString(
                directory.resolve("TEST-" + test + ".xml"),
                "<testsuite><testcase name=\"x\" classname=\"" + test + "\">" + inside + "</testcase></testsuite>");
    }
}
