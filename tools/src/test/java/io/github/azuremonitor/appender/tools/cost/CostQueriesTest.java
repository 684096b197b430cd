package io.github.azuremonitor.appender.tools.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The queries of {@code cost}, word for word; that they are sound is tested where Microsoft's parser is. */
class CostQueriesTest {
    private static final Path REVIEWED = Path.of("src/test/resources/queries/cost-queries.txt");

    @Test
    void theyAreThoseThatAreTestedByTheParser() throws Exception {
        assertThat(WorkspaceRows.usageQuery("JavaLogs_CL", "1d"))
                .isEqualTo(Files.readString(REVIEWED).strip());
    }
}
