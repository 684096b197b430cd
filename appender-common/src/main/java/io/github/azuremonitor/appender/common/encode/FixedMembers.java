package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.EventSlot;

/** What is the same in every row, as one run of bytes. */
final class FixedMembers implements ColumnWriter {
    private final byte[] members;

    /** @param members as {@link JsonRow#members} makes them */
    FixedMembers(byte[] members) {
        this.members = members;
    }

    /** These members and others behind them. */
    FixedMembers with(FixedMembers others) {
        return new FixedMembers(JsonRow.members(row -> {
            row.prepared(members);
            row.prepared(others.members);
        }));
    }

    @Override
    public void write(EventSlot event, JsonRow row) {
        row.prepared(members);
    }
}
