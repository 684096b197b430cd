package io.github.azuremonitor.appender.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void tellsMissingDoubledAndForeignRowsApart() throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper()
                .readTree("[{\"Seq\":1},{\"Seq\":3},{\"Seq\":3},{\"Seq\":null},{\"Seq\":9}]")
                .forEach(rows::add);

        Findings found = Findings.of(rows, 4);

        assertThat(found).isEqualTo(new Findings(5, 2, 1, 2));
        assertThat(found.missing(4)).isEqualTo(2);
    }
}
