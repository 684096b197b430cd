package io.github.azuremonitor.appender.emulator.kql;

/** A column of a table or of an answer. */
public record KqlColumn(String name, KqlType type) {}
