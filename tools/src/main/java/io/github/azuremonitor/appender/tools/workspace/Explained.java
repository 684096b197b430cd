package io.github.azuremonitor.appender.tools.workspace;

/** What an answer without rows means and what helps. Pure. */
public final class Explained {
    private Explained() {}

    /**
     * One sentence.
     *
     * @param table that was asked for
     */
    public static String of(WorkspaceAnswer answer, String table) {
        return switch (answer.kind()) {
            case ROWS -> "no row";
            case NO_TOKEN -> "no token for the query API: " + answer.detail();
            case NO_ROLE ->
                "this identity may not read the workspace (" + answer.detail()
                        + "); give it the role Log Analytics Reader on the workspace, or run the query as somebody who has"
                        + " it";
            case NO_WORKSPACE ->
                "there is no such workspace (" + answer.detail()
                        + "); --workspace takes the Workspace ID of the overview, not its name or resource id, of a"
                        + " workspace in the same tenant and cloud";
            case NO_TABLE -> unknown(answer, table);
            case FAILED -> answer.detail();
        };
    }

    private static String unknown(WorkspaceAnswer answer, String table) {
        return answer.detail().contains("'" + table + "'")
                ? "this workspace has no table " + table + " (" + answer.detail()
                        + "); the rule may lead into another workspace: see its destination. A table that was made a moment"
                        + " ago can take 15 minutes"
                : "the table " + table + " has not the columns of the configuration (" + answer.detail() + ")";
    }
}
