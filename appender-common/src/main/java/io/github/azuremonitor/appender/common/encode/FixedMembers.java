package io.github.azuremonitor.appender.common.encode;

import io.github.azuremonitor.appender.common.event.LoggedEvent;

/** What is the same in every row, as one run of bytes. */
final class FixedMembers implements ColumnWriter {
    private final byte[] members;

    /** @param members as {@link JsonRow#members} makes them */
    FixedMembers(byte[] members) {
        this.members = members;
    }

    /** These members and others behind them. */
    FixedMembers with(FixedMembers others) {
        if (members.length == 0) {
            return others;
        }
        return new FixedMembers(JsonRow.members(row -> {
            row.prepared(members);
            row.prepared(others.members);
        }));
    }

    @Override
    public void write(LoggedEvent event, JsonRow row) {
        if (members.length > 0) {
            row.prepared(members);
        }
    }
}
