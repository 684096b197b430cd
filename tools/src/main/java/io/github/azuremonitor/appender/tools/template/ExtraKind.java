package io.github.azuremonitor.appender.tools.template;

/** What can be made beside tables, rule and role; named as on the command line. */
enum ExtraKind {
    workbook,
    alerts,
    dashboard,
    summary,
    searches
}
