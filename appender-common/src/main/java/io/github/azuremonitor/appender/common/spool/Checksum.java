package io.github.azuremonitor.appender.common.spool;

import java.util.zip.CRC32C;

/** The checksum of all our files. */
final class Checksum {
    private Checksum() {}

    static int of(byte[] bytes, int offset, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }
}
