package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.Values;

/** The name of a member, and how a member of that name begins in JSON. Made once; any thread. */
final class FieldName {
    private final String text;
    private final byte[] json;

    FieldName(String text) {
        this.text = text;
        RowBuffer quoted = new RowBuffer(text.length() + 16);
        JsonString.write(FieldText.fit(text, Values.FIELD_BYTES), Values.FIELD_BYTES, quoted);
        quoted.add((byte) ':');
        this.json = quoted.copy();
    }

    String text() {
        return text;
    }

    /** Quoted, with its colon; nobody writes to it. */
    byte[] json() {
        return json;
    }
}
