package io.github.azuremonitor.appender.examples.quickstart;

/** What the web service answers. */
record Reply(int status, String body) {}
