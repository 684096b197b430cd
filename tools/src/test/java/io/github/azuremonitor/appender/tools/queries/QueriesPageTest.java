package io.github.azuremonitor.appender.tools.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the queries of docs/queries.md on a day of a shop, and compares what they find with the reviewed answers. */
class QueriesPageTest {
    private static final Pattern COLUMNS = Pattern.compile("\\n```\\n(standard\\n.*?)```", Pattern.DOTALL);
    private static final Pattern QUERY = Pattern.compile("```kusto\\n(.*?)```", Pattern.DOTALL);
    private static final Path ANSWERS = Path.of("src/test/resources/queries/answers.txt");

    @TempDir
    private Path directory;

    @Test
    void everyQueryFindsWhatIsThere() throws Exception {
        String page = Workspace.page();
        var columns = COLUMNS.matcher(page);
        assertThat(columns.find()).isTrue();
        var found = new ArrayList<String>();
        try (var workspace = new Workspace(directory, columns.group(1))) {
            var queries = QUERY.matcher(page);
            while (queries.find()) {
                found.add(sentence(page, queries.start()) + "\n" + Answer.of(workspace, queries.group(1)));
            }
        }
        List<String> reviewed = List.of(Files.readString(ANSWERS).strip().split("\\n\\n"));
        var all = new SoftAssertions();
        all.assertThat(found).as("queries").hasSameSizeAs(reviewed);
        for (int i = 0; i < found.size(); i++) {
            all.assertThat(found.get(i)).isEqualTo(i < reviewed.size() ? reviewed.get(i) : "");
        }
        all.assertThat(found)
                .as("a query that finds nothing proves nothing")
                .noneMatch(answer -> answer.endsWith("\nnothing") || answer.contains("\nnot run: "));
        all.assertThat(found)
                .as("an event that came twice")
                .anyMatch(answer -> answer.startsWith("# Duplicates") && answer.contains("surplus=1"));
        if (System.getProperty("answers.write") != null) {
            Files.writeString(Path.of(System.getProperty("answers.write")), String.join("\n\n", found) + "\n");
        }
        all.assertAll();
    }

    /** The line above the query, by which a reader of the answers finds it. */
    private static String sentence(String page, int at) {
        String above = page.substring(0, at).strip();
        String paragraph = above.substring(above.lastIndexOf("\n\n") + 2);
        return "# " + paragraph.replace('\n', ' ').replaceAll("\\]\\([^)]*\\)", "]");
    }
}
