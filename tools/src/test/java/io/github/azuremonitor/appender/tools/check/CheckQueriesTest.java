package io.github.azuremonitor.appender.tools.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.azuremonitor.appender.common.column.ColumnList;
import io.github.azuremonitor.appender.common.column.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queries of {@code check}, word for word; that they are sound is tested where Microsoft's parser is. */
class CheckQueriesTest {
    private static final Path REVIEWED = Path.of("src/test/resources/queries/check-queries.txt");

    @Test
    void theyAreThoseThatAreTestedByTheParser() throws Exception {
        String found = String.join(
                "\n",
                RunningStep.columnsQuery("JavaLogs_CL"),
                RunningStep.instancesQuery(
                        "JavaLogs_CL", "1d", "15m", List.of("AppName", "AppInstance"), CheckQueriesTest::standard),
                RunningStep.instancesQuery("JavaLogs_CL", "2d", "2d", List.of(), kind -> ""),
                RunningStep.delayQuery("JavaLogs_CL", "15m"),
                RunningStep.lossesQuery("Custom-JavaLogs_CL", "15m"),
                StoredStep.errorQuery("00000000-0000-0000-0000-000000000000"));
        assertThat(found).isEqualTo(Files.readString(REVIEWED).strip());
    }

    private static String standard(Source.Kind kind) {
        return ColumnList.STANDARD.columns().stream()
                .filter(column -> column.shows(kind))
                .findFirst()
                .orElseThrow()
                .name();
    }
}
