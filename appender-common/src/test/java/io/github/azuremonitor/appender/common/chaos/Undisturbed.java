package io.github.azuremonitor.appender.common.chaos;

import io.github.azuremonitor.appender.common.spool.PlayedDisk;
import io.github.azuremonitor.appender.common.testing.ManualTime;
import java.nio.file.Path;
import java.time.Duration;

/** A disk on which everything works, each call after a while. */
record Undisturbed(ManualTime time, Duration perCall) implements PlayedDisk.Script {
    @Override
    public void before(PlayedDisk.Call call, Path file) {
        time.advance(perCall);
    }

    @Override
    public int written(Path file, int bytes) {
        return bytes;
    }

    @Override
    public void torn(Path file) {}

    @Override
    public long modifiedMillis() {
        return time.epochMillis();
    }
}
