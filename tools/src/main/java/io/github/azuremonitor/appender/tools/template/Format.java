package io.github.azuremonitor.appender.tools.template;

/** A language of templates. */
interface Format {
    /** The whole template, ending with a line feed. */
    String render(Deployment deployment);
}
